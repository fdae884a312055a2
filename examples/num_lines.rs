use std::io::{BufRead, Write};
fn main() {
    let o = wiredrift::Options::default();
    let out = std::io::stdout();
    let mut out = out.lock();
    for l in std::io::stdin().lock().lines() {
        let l = l.unwrap();
        let v: serde_json::Value = serde_json::from_str(&l).unwrap();
        let r = wiredrift::compare(v["a"].as_str().unwrap(), v["b"].as_str().unwrap(), &o).unwrap();
        let f: Vec<_> = r
            .findings
            .iter()
            .filter(|f| {
                f.code.starts_with("WD1")
                    || f.code.starts_with("WD2")
                    || f.code == "WD921"
                    || f.code == "WD922"
            })
            .map(|f| serde_json::json!([f.code, f.severity, f.message]))
            .collect();
        writeln!(out, "{}", serde_json::to_string(&f).unwrap()).unwrap();
    }
}

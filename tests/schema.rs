//! Every emitted report fits the published schema.
//!
//! The check is a small reading of JSON Schema 2020-12, just the keywords that the schema uses:
//! a keyword it does not know fails the test, so that nothing goes unchecked in silence. (The
//! crate `jsonschema` would be 77 crates more to build.)
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::Value;
use wiredrift::semantic::{Judge, ModelError, Verdict};
use wiredrift::{Options, Report, compare, compare_copies, inspect};

const SCHEMA: &str = include_str!("../schema/report.schema.json");
const COPIES: &str = include_str!("../schema/copies.schema.json");
const INSPECTION: &str = include_str!("../schema/inspection.schema.json");

fn check(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let rules = schema.as_object().ok_or("a schema is an object")?;
    let fail = |what: &str| Err(format!("{at}: {what}: {value}"));
    let field = |name: &str| value.get(name);
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" => {}
            "$ref" => {
                let pointer = rule.as_str().unwrap().trim_start_matches('#');
                let target = root.pointer(pointer).ok_or("dangling $ref")?;
                check(root, target, value, at)?;
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or(vec![rule.clone()]);
                if !types.iter().any(|t| is_type(value, t.as_str().unwrap())) {
                    return fail(&format!("is not {rule}"));
                }
            }
            "enum" if rule.as_array().unwrap().contains(value) => {}
            "enum" => return fail(&format!("is not of {rule}")),
            "const" if rule == value => {}
            "const" => return fail(&format!("is not {rule}")),
            "anyOf" | "oneOf" => {
                let options = rule.as_array().unwrap().iter();
                let fits = options
                    .filter(|s| check(root, s, value, at).is_ok())
                    .count();
                if fits == 0 || (keyword == "oneOf" && fits > 1) {
                    return fail(&format!("fits {fits} of {keyword}"));
                }
            }
            "properties" => {
                for (name, schema) in rule.as_object().unwrap() {
                    if let Some(value) = field(name) {
                        check(root, schema, value, &format!("{at}/{name}"))?;
                    }
                }
            }
            "required" => {
                for name in rule.as_array().unwrap() {
                    if field(name.as_str().unwrap()).is_none() {
                        return fail(&format!("has no {name}"));
                    }
                }
            }
            "additionalProperties" => {
                assert_eq!(*rule, Value::Bool(false));
                let known = &rules["properties"];
                let names = value.as_object().into_iter().flat_map(|o| o.keys());
                if let Some(name) = names.into_iter().find(|n| known.get(n).is_none()) {
                    return fail(&format!("has {name}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{at}/{index}"))?;
                }
            }
            "minimum" if value.as_f64() < rule.as_f64() && value.is_number() => {
                return fail("is too small");
            }
            "maximum" if value.as_f64() > rule.as_f64() && value.is_number() => {
                return fail("is too large");
            }
            "minLength" if value.as_str() == Some("") => return fail("is empty"),
            "minimum" | "maximum" | "minLength" => {}
            "pattern" => {
                let text = value.as_str().unwrap_or("");
                let fits = match rule.as_str().unwrap() {
                    "^wiredrift:" => text.starts_with("wiredrift:"),
                    "^WD[0-9]{3}$" => {
                        text.len() == 5
                            && text.starts_with("WD")
                            && text[2..].bytes().all(|b| b.is_ascii_digit())
                    }
                    other => return Err(format!("the test knows no pattern {other}")),
                };
                if !fits {
                    return fail(&format!("does not fit {rule}"));
                }
            }
            other => return Err(format!("the test knows no keyword {other}")),
        }
    }
    Ok(())
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        _ => false,
    }
}

fn fits(original: &str, copy: &str) -> Result<(), String> {
    let options = Options::default().with_paraphrases(true);
    report_fits(&compare(original, copy, &options).unwrap())
}

fn report_fits(report: &Report) -> Result<(), String> {
    let report: Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    check(&schema, &schema, &report, "")?;
    no_strangers(&schema, &schema, &report, "")
}

fn comparison_fits(original: &str, copies: &[(&str, &str)]) -> Result<(), String> {
    let comparison = compare_copies(original, copies, &Options::default()).unwrap();
    let mut value: Value = serde_json::from_str(&comparison.to_json().unwrap()).unwrap();
    let schema: Value = serde_json::from_str(COPIES).unwrap();
    check(&schema, &schema, &value, "")?;
    // The reports have a schema of their own, which the tests above hold them to.
    for copy in value["copies"].as_array_mut().unwrap() {
        copy["report"] = serde_json::json!({});
    }
    no_strangers(&schema, &schema, &value, "")
}

fn inspection_fits(text: &str) -> Result<(), String> {
    let inspection = inspect(text, &Options::default()).unwrap();
    let inspection: Value = serde_json::from_str(&inspection.to_json().unwrap()).unwrap();
    let schema: Value = serde_json::from_str(INSPECTION).unwrap();
    check(&schema, &schema, &inspection, "")?;
    no_strangers(&schema, &schema, &inspection, "")
}

/// The schema lets fields be added by a later version; this version adds none unannounced.
fn no_strangers(root: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(pointer.trim_start_matches('#')).unwrap();
        return no_strangers(root, target, value, at);
    }
    if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
        return match value {
            Value::Null => Ok(()),
            _ => no_strangers(root, &options[0], value, at),
        };
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        let known = schema["properties"].get(name);
        let known = known.ok_or(format!("{at}/{name} is not in the schema"))?;
        no_strangers(root, known, value, &format!("{at}/{name}"))?;
    }
    for item in value.as_array().into_iter().flatten() {
        no_strangers(root, &schema["items"], item, at)?;
    }
    Ok(())
}

#[test]
fn the_example_fits_the_schema() {
    let original = include_str!("../examples/river.original.txt");
    let copy = include_str!("../examples/river.copy.txt");
    fits(original, copy).unwrap();
    fits(copy, original).unwrap();
    fits("", "").unwrap();
}

/// Says so of every pair.
struct Says(Verdict);

impl Judge for Says {
    fn name(&self) -> &str {
        "says"
    }

    fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
        Ok(vec![self.0; pairs.len()])
    }
}

#[test]
fn reports_with_the_verdicts_of_a_judge_fit_the_schema() {
    let original = include_str!("../examples/river.original.txt");
    let copy = include_str!("../examples/river.copy.txt");
    let inference = Verdict::Inference {
        entailment: 0.25,
        contradiction: 0.5,
    };
    for verdict in [Verdict::Risk(0.75), inference] {
        let options = Options::default().with_judge(Says(verdict));
        let report = compare(original, copy, &options).unwrap();
        assert!(report.alignment.iter().any(|bead| bead.judged.is_some()));
        report_fits(&report).unwrap();
    }
}

#[test]
fn the_check_sees_what_does_not_fit() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let report = compare("A storm hit.", "", &Options::default()).unwrap();
    let good: Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    for (pointer, bad) in [
        ("/schema", Value::from(2)),
        ("/drift", Value::from(1.5)),
        ("/severity", Value::from("grave")),
        ("/original/chars", Value::from(-1)),
        ("/counts/segments", serde_json::json!({"lost": 1})),
        ("/notices", Value::Null),
    ] {
        let mut report = good.clone();
        *report.pointer_mut(pointer).unwrap() = bad;
        assert!(check(&schema, &schema, &report, "").is_err(), "{pointer}");
    }
}

#[test]
fn comparisons_of_several_copies_fit_their_schema() {
    let original = include_str!("../examples/river.original.txt");
    let copies = [
        ("copy", include_str!("../examples/river.copy.txt")),
        ("digest", include_str!("../examples/river.digest.txt")),
        ("morning", include_str!("../examples/river.morning.txt")),
        ("evening", include_str!("../examples/river.evening.txt")),
        ("nothing", ""),
    ];
    comparison_fits(original, &copies).unwrap();
    comparison_fits(original, &[]).unwrap();
    comparison_fits("", &copies[..1]).unwrap();
}

#[test]
fn inspections_fit_their_schema() {
    inspection_fits("").unwrap();
    inspection_fits(include_str!("../examples/river.copy.txt")).unwrap();
    inspection_fits("The the gates , he said, were shut. crisis. He did now not $four.17.")
        .unwrap();
    // Torn sentences, with a hint at what tore them.
    let torn = "!\na\u{c66}.\na0";
    assert!(
        inspect(torn, &Options::default())
            .unwrap()
            .mechanism
            .is_some()
    );
    inspection_fits(torn).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_report_fits_the_schema(original in "(\\PC|[.!?“”\n ]){0,120}", copy in "(\\PC|[.!?“”\n ]){0,120}") {
        prop_assert_eq!(fits(&original, &copy), Ok(()));
        prop_assert_eq!(inspection_fits(&copy), Ok(()));
        prop_assert_eq!(comparison_fits(&original, &[("a", &copy), ("b", &original)]), Ok(()));
    }
}

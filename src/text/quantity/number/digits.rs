//! The value of figures: separators, decimals and vulgar fractions.

/// Value of digits with separators, and the worth of the last one.
pub(super) fn digits(norm: &str) -> Option<(f64, f64)> {
    if norm.contains(':') {
        return None;
    }
    if norm.bytes().all(|b| b.is_ascii_digit()) && norm.len() < 40 {
        let value: f64 = norm.parse().ok()?;
        return Some((value, place_of(value)));
    }
    if let Some(c) = norm.chars().next_back().filter(|c| !c.is_ascii()) {
        let part = vulgar(c)?;
        let whole = norm.strip_suffix(c)?;
        let value = if whole.is_empty() {
            0.0
        } else {
            whole.parse().ok()?
        };
        return Some((value + part, 0.01));
    }
    if !norm.is_ascii() || norm.len() > 40 {
        return None;
    }
    let stops = norm.matches('.').count();
    let commas = norm.matches(',').count();
    let grouped = |mark: char| norm.split(mark).skip(1).all(|group| group.len() == 3);
    let plain = match (stops, commas) {
        (1, 0) => norm.to_owned(),
        // Decimal comma, or digit groups of another country (`1,46,000`).
        (0, 1) => norm.replace(',', "."),
        (0, _) => norm.replace(',', ""),
        (2.., 0) if grouped('.') => norm.replace('.', ""),
        (1.., 1) if norm.rfind('.') < norm.rfind(',') => norm.replace('.', "").replace(',', "."),
        _ => return None,
    };
    let decimals = plain
        .split_once('.')
        .map_or(0, |(_, tail)| tail.len() as i32);
    let value: f64 = plain.parse().ok()?;
    Some((
        value,
        if decimals == 0 {
            place_of(value)
        } else {
            10f64.powi(-decimals)
        },
    ))
}

/// Worth of the last digit of a whole number that is not a nought.
pub(super) fn place_of(value: f64) -> f64 {
    let mut place = 1.0;
    while value >= place * 10.0 && (value / (place * 10.0)).fract() == 0.0 && place < 1e15 {
        place *= 10.0;
    }
    place
}

fn vulgar(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 0.2,
        '⅖' => 0.4,
        '⅗' => 0.6,
        '⅘' => 0.8,
        '⅙' => 1.0 / 6.0,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

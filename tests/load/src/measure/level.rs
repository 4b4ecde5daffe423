//! Whether something that is measured again and again has come to a level.

/// Measurements in the order of their times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level(Vec<f64>);

impl Level {
    pub(crate) fn new(values: impl IntoIterator<Item = f64>) -> Self {
        Self(values.into_iter().collect())
    }

    /// By what share the last third lies above the first: 0.05 for five per cent. `None` when there are too few values
    /// to tell. A single odd value does not count, since the middle of each third does.
    pub(crate) fn rise(&self) -> Option<f64> {
        let third = self.0.len() / 3;
        (third >= 3).then(|| median(&self.0[self.0.len() - third..]) / median(&self.0[..third]) - 1.0)
    }

    /// By what share the highest value of the second half lies above the highest of the first: for what goes up and
    /// down, as a table does that is tidied from time to time.
    pub(crate) fn higher_peak(&self) -> Option<f64> {
        let (first, second) = self.0.split_at(self.0.len() / 2);
        let peak = |values: &[f64]| values.iter().copied().fold(f64::MIN, f64::max);
        (first.len() >= 3).then(|| peak(second) / peak(first) - 1.0)
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_told_from_noise() {
        let noise = Level::new((0..30).map(|n| 100.0 + f64::from(n % 3)));
        assert!(noise.rise().unwrap().abs() < 0.02);
        let leak = Level::new((0..30).map(|n| 100.0 + f64::from(n)));
        assert!(leak.rise().unwrap() > 0.15);
        let odd = Level::new((0..30).map(|n| if n == 28 { 900.0 } else { 100.0 }));
        assert!(odd.rise().unwrap().abs() < 0.02);
        assert_eq!(Level::new([1.0; 8]).rise(), None);
    }

    #[test]
    fn a_table_that_is_tidied_is_level_and_one_that_is_not_is_not() {
        let tidied = Level::new((0..60).map(|n| 50.0 + f64::from(n % 10)));
        assert!(tidied.higher_peak().unwrap().abs() < 0.01);
        let kept = Level::new((0..60).map(|n| 50.0 + f64::from(n % 10) + f64::from(n)));
        assert!(kept.higher_peak().unwrap() > 0.2);
    }
}

//! What short annual series did in general, before a panel says anything.
//!
//! The coefficients are those of the pooled fit on the training parts of the M1, M3 and tourism
//! competitions and on sectoral employment of 25 countries up to 2004, each set weighing the same.
//! The constant is positive because such series usually grow; it counts in the scale of the
//! series, so a constant one stays as it is.
//!
//! Beyond ten steps the growth of the last step is carried on, damped by 0.9 a step, and the
//! terms of the latest values stay as they are.

/// Damping of the growth beyond the table.
const DAMPING: f64 = 0.9;

/// One row a step: coefficients of m, m|m|, 1, r(0.3) and r(0.6).
const DETAILED: [[f64; 5]; 10] = [
    [-0.2472, 0.4516, 0.3106, 0.2212, 0.1941],
    [-0.6903, 1.0682, 0.6671, 0.6463, -0.3195],
    [-0.8214, 1.6062, 1.0093, 0.9265, -0.6103],
    [-0.7889, 2.1577, 1.3412, 1.0226, -0.5972],
    [-1.4226, 3.0032, 1.7812, 1.2714, -0.6904],
    [-1.9416, 3.8444, 2.1382, 1.6481, -1.0829],
    [-1.8191, 3.9993, 2.5658, 1.9341, -1.0935],
    [-1.9053, 4.4863, 3.0925, 2.2584, -1.4527],
    [-1.2143, 4.0054, 3.4061, 2.9584, -2.4125],
    [-1.6473, 4.964, 4.0725, 3.5626, -3.5947],
];

/// One row a step: coefficients of m and 1.
const PLAIN: [[f64; 2]; 10] = [
    [0.8438, 0.3013],
    [1.5891, 0.6234],
    [2.3426, 0.9512],
    [3.101, 1.2675],
    [3.7354, 1.6702],
    [4.43, 2.0846],
    [5.326, 2.4275],
    [6.0679, 3.0273],
    [6.8941, 3.4597],
    [7.6664, 4.0237],
];

/// The prior of the detailed model at `step`, counted from 1.
pub(super) fn detailed(step: usize) -> [f64; 5] {
    let mut row = at(&DETAILED, step);
    // How long the latest values matter is too noisy at the end of the table to be carried on.
    row[3..].copy_from_slice(&DETAILED[step.clamp(1, 10) - 1][3..]);
    row
}

/// The prior of the plain model at `step`, counted from 1.
pub(super) fn plain(step: usize) -> [f64; 2] {
    at(&PLAIN, step)
}

fn at<const P: usize>(table: &[[f64; P]; 10], step: usize) -> [f64; P] {
    let within = step.clamp(1, 10);
    let mut row = table[within - 1];
    let beyond = step.saturating_sub(10) as i32;
    let carried = DAMPING * (1.0 - DAMPING.powi(beyond)) / (1.0 - DAMPING);
    for (j, coefficient) in row.iter_mut().enumerate() {
        *coefficient += carried * (table[9][j] - table[8][j]);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_within_it_and_carried_on_beyond() {
        assert_eq!(plain(1), [0.8438, 0.3013]);
        assert_eq!(detailed(10), DETAILED[9]);
        let [m, _] = plain(12);
        assert!((m - (7.6664 + (0.9 + 0.81) * (7.6664 - 6.8941))).abs() < 1e-12, "{m}");
        assert_eq!(detailed(30)[3..], DETAILED[9][3..]);
    }
}

//! The normal equations of many unknowns as they add up over the series.

use crate::forecast::ets::likelihood::least_squares;
use crate::forecast::ets::search::Normal;

/// The normal equations as they add up, four periods at a time.
#[derive(Debug)]
pub(super) struct Blocks {
    size: usize,
    waiting: usize,
    block: Vec<f64>,
    errors: [f64; 4],
    matrix: Vec<f64>,
    gradient: Vec<f64>,
    /// Sum of the derivatives of the logarithms of the forecasts.
    pub(super) logarithms: Vec<f64>,
    pub(super) squares: f64,
}

impl Blocks {
    pub(super) fn of_size(size: usize) -> Self {
        Self {
            size,
            waiting: 0,
            block: vec![0.0; 4 * size],
            errors: [0.0; 4],
            matrix: vec![0.0; size * size],
            gradient: vec![0.0; size],
            logarithms: vec![0.0; size],
            squares: 0.0,
        }
    }

    pub(super) fn clear(&mut self) {
        self.waiting = 0;
        self.squares = 0.0;
        self.matrix.fill(0.0);
        self.gradient.fill(0.0);
        self.logarithms.fill(0.0);
    }

    /// Adds an error whose derivatives are `factor` times those of the forecast.
    pub(super) fn add(&mut self, error: f64, factor: f64, forecast: &[f64]) {
        let row = &mut self.block[self.waiting * self.size..][..self.size];
        for (row, by) in row.iter_mut().zip(forecast) {
            *row = factor * by;
        }
        self.errors[self.waiting] = error;
        self.squares += error * error;
        self.waiting += 1;
        if self.waiting == 4 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let size = self.size;
        for late in self.waiting..4 {
            self.block[late * size..][..size].fill(0.0);
            self.errors[late] = 0.0;
        }
        self.waiting = 0;
        let (first, rest) = self.block.split_at(size);
        let (second, rest) = rest.split_at(size);
        let (third, fourth) = rest.split_at(size);
        let [e1, e2, e3, e4] = self.errors;
        for i in 0..size {
            let (a, b, c, d) = (first[i], second[i], third[i], fourth[i]);
            self.gradient[i] += a * e1 + b * e2 + c * e3 + d * e4;
            let row = &mut self.matrix[i * size..][..=i];
            let left = row.iter_mut().zip(&first[..=i]).zip(&second[..=i]);
            for (((value, first), second), (third, fourth)) in
                left.zip(third[..=i].iter().zip(&fourth[..=i]))
            {
                *value += a * first + b * second + c * third + d * fourth;
            }
        }
    }

    /// Writes the normal equations of −ln L and returns its value.
    pub(super) fn write(&mut self, n: usize, logarithm: f64, normal: &mut Normal) -> f64 {
        self.flush();
        let (size, count, least) = (self.size, n as f64, least_squares(n));
        let squares = self.squares.max(least);
        let weight = count / squares;
        for mean in &mut self.logarithms {
            *mean /= count;
        }
        let mean = &self.logarithms;
        for i in 0..size {
            let (slope, own) = (self.gradient[i] + self.squares * mean[i], mean[i]);
            let row = &mut normal.rows[i * size..][..=i];
            for (j, value) in row.iter_mut().enumerate() {
                let cross = slope * mean[j] + self.gradient[j] * own;
                *value = weight * (self.matrix[i * size + j] + cross);
            }
            normal.rows[size * size + i] = if self.squares > least { weight * slope } else { 0.0 };
        }
        0.5 * count * squares.ln() + logarithm
    }
}

//! What an order is made from: programmes, needs, limits, costs.

use ndarray::Array2;

use crate::language::Text;
use crate::paths::Paths;
use crate::units::Year;

/// A programme of training; it leads to one qualification.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// What planners call it.
    pub name: Text,
    /// Years from intake to the first year at work; 0 for courses within the year.
    pub duration: usize,
    /// Share of entrants who complete.
    pub completion: f64,
    /// Share of those who complete and study on.
    pub further_study: f64,
    /// Share of the others who enter the labour force.
    pub entry: f64,
    /// Share of those who stay in the area.
    pub stay: f64,
    /// Share of those who work in the programme's field; of no effect beside a matrix of
    /// flexibility, whose diagonal says the same.
    pub match_share: f64,
    /// Share of workers who leave the qualification's stock, a year.
    pub exit_rate: f64,
    /// Places taken in a year at present.
    pub present_intake: f64,
    /// Intake of the years before the first order year, the latest last; they are fixed, and those
    /// enrolled are part of the supply. Empty: the present intake stands for the year before.
    pub decided: Vec<f64>,
    /// Places that public services need every year at least.
    pub floor: f64,
    /// Who takes its places.
    pub entrants: Entrants,
    /// What its places, shortage and surplus cost.
    pub costs: Costs,
}

/// Who takes the places of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrants {
    /// Those who leave school: they count against the limit of school leavers.
    SchoolLeavers,
    /// Adults and workers.
    Adults,
}

/// Costs of a programme, in million VND.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// One person short for one year.
    pub shortage: f64,
    /// One person too many for one year.
    pub surplus: f64,
    /// One place, from intake to the end of the course.
    pub place: f64,
    /// One place more or fewer than in the year before.
    pub change: f64,
}

/// What an order must keep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Million VND for all places, by order year.
    pub budget: Option<Vec<f64>>,
    /// Places of institutions and workshops.
    pub capacities: Vec<Capacity>,
    /// School leavers willing to be trained, by order year.
    pub leavers: Option<Vec<f64>>,
    /// How far intake may move from one year to the next.
    pub change: Option<ChangeLimit>,
}

/// Places that several programmes share.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// What planners call the institution or workshop.
    pub name: Text,
    /// The programmes taught there, by position.
    pub programmes: Vec<usize>,
    /// New entrants it can take, by order year.
    pub places: Vec<f64>,
}

/// How far intake may move from one year to the next.
///
/// ```text
/// |u(t) − u(t−1)| ≤ share·u(t−1) + max(0, class − share·u(before the first order year))
/// ```
/// A programme that does not exist yet opens with at most one class; a small one may add or close
/// one class a year where its share of itself would be less; a large one keeps to the share. In the
/// first year this is the larger of share and class, and it stays linear.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangeLimit {
    /// Share of the year before, 0.2 for 20 %.
    pub share: f64,
    /// Places of one class.
    pub class: f64,
}

/// How much is paid to avoid bad outcomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// Weight of the mean cost of the worst draws beside the expected cost; 0: expected cost alone.
    pub aversion: f64,
    /// Share of draws that are not counted as worst, such as 0.9.
    pub level: f64,
    /// Draws the order is made for; fewer than given are taken at equal steps.
    pub draws: usize,
    /// Percentiles of need for the low and the high order, such as 0.1 and 0.9.
    pub band: (f64, f64),
}

impl Default for Risk {
    fn default() -> Self {
        Self { aversion: 0.0, level: 0.9, draws: 100, band: (0.1, 0.9) }
    }
}

/// Everything an order is made from, under one scenario.
///
/// # Shapes
/// `demand` and `supply` have one series a programme, in the order of `programmes`, the same draws
/// and the same years, which end at the horizon: the last year whose shortage counts. Order years
/// too late to have effect by then are held at the last one that has. Where the horizon reaches
/// further than the orders, intake goes on at the last order and is paid for, so that no order has
/// to make up for years nobody orders for.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The programmes.
    pub programmes: Vec<Programme>,
    /// First year whose intake can be ordered.
    pub first: Year,
    /// Order years.
    pub n_years: usize,
    /// Persons wanted, by programme's qualification.
    pub demand: Paths,
    /// Persons there without new places, by the field they work in: the stock less exits, those
    /// enrolled, migration.
    pub supply: Paths,
    /// Share of those whom a place of the row's programme brings and who work in the column's
    /// field; rows sum to at most one. Those already there are counted where they are.
    pub flexibility: Option<Array2<f64>>,
    /// What the order must keep.
    pub limits: Limits,
    /// Worth of a cost one year later, such as 0.95.
    pub discount: f64,
    /// Years at work over which the cost of a place is spread, see [`Inputs::counted_cost`]; none:
    /// the whole cost counts, however few of these years are judged.
    pub working_life: Option<usize>,
}

impl Programme {
    /// Workers in stock per entrant, before flexibility: completion × (1 − further study) × entry ×
    /// stay.
    pub fn yield_of_a_place(&self) -> f64 {
        self.completion * (1.0 - self.further_study) * self.entry * self.stay
    }

    /// Intake of the year before the first order year.
    pub fn last_intake(&self) -> f64 {
        self.decided.last().copied().unwrap_or(self.present_intake)
    }
}

impl Inputs {
    /// Number of programmes.
    pub const fn n_programmes(&self) -> usize {
        self.programmes.len()
    }

    /// Position of the first order year on the years of demand.
    pub(crate) fn offset(&self) -> usize {
        (self.first.0 - self.demand.first().0).max(0) as usize
    }

    /// Years from the first order year to the horizon.
    pub(crate) fn n_evaluated(&self) -> usize {
        self.demand.n_years().saturating_sub(self.offset())
    }

    /// The last order year, counted from the first, whose intake is at work by the horizon.
    pub(crate) fn last_effective(&self, programme: usize) -> usize {
        self.n_effective(programme).min(self.n_years).saturating_sub(1)
    }

    /// Years whose intake is at work by the horizon, counted from the first order year.
    pub(crate) fn n_effective(&self, programme: usize) -> usize {
        self.n_evaluated().saturating_sub(self.programmes[programme].duration)
    }

    /// What a place of an order year costs in the plan, in million VND of that year.
    ///
    /// ```text
    /// k · Σ_{j<J} ρ^j / Σ_{j<W} ρ^j       ρ = δ (1 − x)
    /// ```
    /// A course is paid at once and pays back over a working life of `W` years, of which only the
    /// `J` up to the horizon are judged. Counting the whole cost against them would make every late
    /// place a loss, so the cost of the years beyond is left to those years: the salvage value of
    /// planning models. The budget is always charged with the whole cost.
    ///
    /// # Source
    /// Loulou et al. (2016), *Documentation for the TIMES Model*, part I, on salvage values.
    pub fn counted_cost(&self, programme: usize, year: usize) -> f64 {
        let Programme { costs, exit_rate, duration, .. } = &self.programmes[programme];
        let Some(life) = self.working_life else { return costs.place };
        let judged = self.n_evaluated().saturating_sub(year + duration).min(life);
        let lasting = self.discount * (1.0 - exit_rate);
        let worth = |years: usize| (0..years).map(|j| lasting.powi(j as i32)).sum::<f64>();
        costs.place * worth(judged) / worth(life).max(f64::MIN_POSITIVE)
    }

    /// Million VND that the places of each order year cost at once.
    pub fn money(&self, order: &Array2<f64>) -> Vec<f64> {
        let of_year = |year: usize| {
            let places = order.column(year);
            places.iter().zip(&self.programmes).map(|(u, p)| u * p.costs.place).sum()
        };
        (0..self.n_years).map(of_year).collect()
    }

    /// Workers in stock per entrant; with the match where no matrix of flexibility is given.
    pub(crate) fn stock_per_place(&self, programme: usize) -> f64 {
        let programme = &self.programmes[programme];
        let matched = if self.flexibility.is_some() { 1.0 } else { programme.match_share };
        programme.yield_of_a_place() * matched
    }

    /// Share of those who hold qualification `held` and work in the field of `field`.
    pub(crate) fn transfer(&self, held: usize, field: usize) -> f64 {
        match &self.flexibility {
            Some(matrix) => matrix[[held, field]],
            None => f64::from(u8::from(held == field)),
        }
    }

    /// An order year by its position.
    pub(crate) const fn year(&self, position: usize) -> Year {
        self.first.plus(position as i32)
    }

    /// An order that repeats one number a programme.
    pub(crate) fn constant(&self, places: impl Fn(&Programme) -> f64) -> Array2<f64> {
        Array2::from_shape_fn((self.n_programmes(), self.n_years), |(f, _)| {
            places(&self.programmes[f])
        })
    }
}

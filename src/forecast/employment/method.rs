//! The methods of forecasting employment, by name.

use crate::language::Text;

/// A way of forecasting employment by sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The last value, carried on.
    LastValue,
    /// The mean change of the whole series, carried on.
    Drift,
    /// Least squares on the last ten values, the naive model of the Bureau of Labor Statistics.
    BlsNaive,
    /// Log slope shrunk to the panel and damped (method D1).
    ShrunkSlope,
    /// Dynamic optimised Theta: a trend that is estimated anew each year, and a smoothed level.
    Theta,
    /// Holt's linear method with a damped trend.
    DampedHolt,
    /// The exponential smoothing form with the least AICc.
    ExponentialSmoothing,
    /// Growth pooled over the sectors and Theta, the engine's default.
    PooledGrowth,
    /// Output over productivity, productivity being forecast (method D2).
    OutputDriven,
    /// Output growth times a shrunk elasticity (method D3).
    Elasticity,
    /// Ridge regression of growth on output growth, investment and pandemic years (method D4).
    Regression,
    /// The nation's sector forecast, with a damped difference of growth (method D5).
    ShiftShare,
    /// Planners' way: output over present productivity growing at its past mean.
    ValuePerWorker,
    /// Planners' way: mean elasticity of the past, unshrunk.
    PlainElasticity,
    /// Planners' way: `P0·e^{rt}` with the mean growth of the past.
    ExponentialGrowth,
    /// Planners' way: a straight line through all years.
    LinearTrend,
}

impl Method {
    /// Every method, in the order of declaration.
    pub const ALL: [Self; 16] = [
        Self::LastValue,
        Self::Drift,
        Self::BlsNaive,
        Self::ShrunkSlope,
        Self::Theta,
        Self::DampedHolt,
        Self::ExponentialSmoothing,
        Self::PooledGrowth,
        Self::OutputDriven,
        Self::Elasticity,
        Self::Regression,
        Self::ShiftShare,
        Self::ValuePerWorker,
        Self::PlainElasticity,
        Self::ExponentialGrowth,
        Self::LinearTrend,
    ];

    /// The name in model files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LastValue => "last-value",
            Self::Drift => "drift",
            Self::BlsNaive => "bls-naive",
            Self::ShrunkSlope => "shrunk-slope",
            Self::Theta => "theta",
            Self::DampedHolt => "damped-holt",
            Self::ExponentialSmoothing => "ets",
            Self::PooledGrowth => "pooled-growth",
            Self::OutputDriven => "output-driven",
            Self::Elasticity => "elasticity",
            Self::Regression => "regression",
            Self::ShiftShare => "shift-share",
            Self::ValuePerWorker => "value-per-worker",
            Self::PlainElasticity => "plain-elasticity",
            Self::ExponentialGrowth => "exponential-growth",
            Self::LinearTrend => "linear-trend",
        }
    }

    /// The method with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The name planners and readers know it by.
    pub fn label(self) -> Text {
        match self {
            Self::LastValue => Text::new("Giữ nguyên năm cuối", "Last value"),
            Self::Drift => Text::new("Tăng bình quân", "Drift"),
            Self::BlsNaive => Text::new("Đường thẳng 10 năm (BLS)", "BLS naive"),
            Self::ShrunkSlope => Text::new("Độ dốc co, tắt dần", "Shrunk damped slope"),
            Self::Theta => Text::new("Theta", "Theta"),
            Self::DampedHolt => Text::new("Holt tắt dần", "Damped Holt"),
            Self::ExponentialSmoothing => Text::new("San mũ (ETS)", "Exponential smoothing"),
            Self::PooledGrowth => Text::new("Tăng trưởng gộp các ngành", "Pooled growth"),
            Self::OutputDriven => Text::new("Theo GRDP và năng suất dự báo", "Output-driven"),
            Self::Elasticity => Text::new("Hệ số co giãn (co)", "Shrunk elasticity"),
            Self::Regression => Text::new("Hồi quy ridge", "Ridge regression"),
            Self::ShiftShare => Text::new("Dịch chuyển – cấu phần", "Shift-share"),
            Self::ValuePerWorker => Text::new("L = GRDP/W", "L = GRDP/W"),
            Self::PlainElasticity => Text::new("Hệ số co giãn việc làm", "Employment elasticity"),
            Self::ExponentialGrowth => Text::new("P0·e^(rt)", "P0·e^(rt)"),
            Self::LinearTrend => Text::new("Xu thế tuyến tính", "Linear trend"),
        }
    }

    /// Whether the method is one of the planners' usual ones, reported beside the combination.
    pub const fn is_planners(self) -> bool {
        matches!(
            self,
            Self::ValuePerWorker
                | Self::PlainElasticity
                | Self::ExponentialGrowth
                | Self::LinearTrend
        )
    }

    /// Whether the method is a member of the combination unless a model says otherwise.
    ///
    /// The last value and the line of the Bureau of Labor Statistics are what the others are
    /// measured by; output over productivity and the automatic choice among exponential smoothing
    /// forms erred more than these in the back-tests of the shipped models.
    pub const fn is_member_by_default(self) -> bool {
        matches!(
            self,
            Self::Drift
                | Self::ShrunkSlope
                | Self::Theta
                | Self::DampedHolt
                | Self::PooledGrowth
                | Self::Elasticity
                | Self::Regression
                | Self::ShiftShare
        )
    }

    /// Whether the method needs the growth of output over the horizon.
    pub const fn needs_output(self) -> bool {
        matches!(
            self,
            Self::OutputDriven
                | Self::Elasticity
                | Self::Regression
                | Self::ValuePerWorker
                | Self::PlainElasticity
        )
    }
}

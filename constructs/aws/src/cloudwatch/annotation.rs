//! Axes, lines and marks of graphs.

use super::metric_set::text;
use crate::bag::{flag, opt};
use crate::{Expr, IntoValue, Value};

/// Colours that graphs use themselves.
#[derive(Clone, Copy, Debug)]
pub struct Color;

#[allow(missing_docs, reason = "the names say it")]
impl Color {
    pub const BLUE: &'static str = "#1f77b4";
    pub const BROWN: &'static str = "#8c564b";
    pub const GREEN: &'static str = "#2ca02c";
    pub const GREY: &'static str = "#7f7f7f";
    pub const ORANGE: &'static str = "#ff7f0e";
    pub const PINK: &'static str = "#e377c2";
    pub const PURPLE: &'static str = "#9467bd";
    pub const RED: &'static str = "#d62728";
}

/// A vertical axis of a graph.
#[derive(Clone, Debug, Default)]
pub struct YAxis {
    min: Option<f64>,
    max: Option<f64>,
    label: Option<String>,
    show_units: Option<bool>,
}

impl YAxis {
    /// An axis that follows its metrics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its lower end.
    #[must_use]
    pub fn min(mut self, min: f64) -> Self {
        self.min = Some(min);
        self
    }

    /// Its upper end.
    #[must_use]
    pub fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// Its name.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Whether units are shown. Default: true.
    #[must_use]
    pub fn show_units(mut self, show: bool) -> Self {
        self.show_units = Some(show);
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("min", float(self.min)),
            ("max", float(self.max)),
            ("label", text(self.label.as_ref())),
            ("showUnits", flag(self.show_units)),
        ])
    }
}

/// The two axes of a graph.
pub(super) fn axes(left: Option<&YAxis>, right: Option<&YAxis>) -> Expr {
    let axis = |axis: Option<&YAxis>| axis.map_or(Expr::Null, YAxis::to_expr);
    Expr::object([("left", axis(left)), ("right", axis(right))])
}

/// A number, where there is one.
pub(super) fn float(value: Option<f64>) -> Expr {
    value.map_or(Expr::Null, |value| value.into_value().into_expr())
}

/// What a line or mark shades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shading {
    /// Nothing.
    None,
    /// What lies above the line.
    Above,
    /// What lies below the line.
    Below,
    /// What lies before the mark.
    Before,
    /// What lies after the mark.
    After,
}

impl Shading {
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// A line across a graph, at a value.
///
/// ```
/// use cumulo::cloudwatch::{Color, HorizontalAnnotation, Shading};
/// let limit = HorizontalAnnotation::at(80.0).label("limit").color(Color::RED).fill(Shading::Above);
/// ```
#[derive(Clone, Debug)]
pub struct HorizontalAnnotation {
    value: f64,
    label: Option<Value<String>>,
    color: Option<String>,
    fill: Option<Shading>,
    visible: Option<bool>,
    of_alarm: bool,
}

impl HorizontalAnnotation {
    /// A line at this value.
    pub fn at(value: f64) -> Self {
        Self { value, label: None, color: None, fill: None, visible: None, of_alarm: false }
    }

    pub(super) fn of_alarm(value: f64, label: Value<String>) -> Self {
        Self { of_alarm: true, label: Some(label), ..Self::at(value) }
    }

    /// What it says.
    #[must_use]
    pub fn label(mut self, label: impl IntoValue<String>) -> Self {
        self.label = Some(label.into_value());
        self
    }

    /// Its colour, such as [`Color::RED`].
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// What it shades. Default: nothing.
    #[must_use]
    pub fn fill(mut self, fill: Shading) -> Self {
        self.fill = Some(fill);
        self
    }

    /// Whether it is shown. Default: true.
    #[must_use]
    pub fn visible(mut self, visible: bool) -> Self {
        self.visible = Some(visible);
        self
    }

    pub(super) fn to_expr(&self, axis: Option<&'static str>) -> Expr {
        let (value, label) = (float(Some(self.value)), opt(self.label.as_ref()));
        let first = match self.of_alarm {
            true => [("label", label), ("value", value)],
            false => [("value", value), ("label", label)],
        };
        Expr::object(first.into_iter().chain([
            ("color", text(self.color.as_ref())),
            ("fill", self.fill.map_or(Expr::Null, |fill| fill.name().into())),
            ("visible", flag(self.visible)),
            ("yAxis", axis.map_or(Expr::Null, Expr::from)),
        ]))
    }
}

/// A mark at a moment of a graph.
#[derive(Clone, Debug)]
pub struct VerticalAnnotation {
    date: String,
    label: Option<String>,
    color: Option<String>,
    fill: Option<Shading>,
    visible: Option<bool>,
}

impl VerticalAnnotation {
    /// A mark at this time, in ISO 8601: `2026-10-19T00:00:00Z`.
    pub fn at(date: impl Into<String>) -> Self {
        Self { date: date.into(), label: None, color: None, fill: None, visible: None }
    }

    /// What it says.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Its colour, such as [`Color::RED`].
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// What it shades. Default: nothing.
    #[must_use]
    pub fn fill(mut self, fill: Shading) -> Self {
        self.fill = Some(fill);
        self
    }

    /// Whether it is shown. Default: true.
    #[must_use]
    pub fn visible(mut self, visible: bool) -> Self {
        self.visible = Some(visible);
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("value", Expr::from(self.date.clone())),
            ("label", text(self.label.as_ref())),
            ("color", text(self.color.as_ref())),
            ("fill", self.fill.map_or(Expr::Null, |fill| fill.name().into())),
            ("visible", flag(self.visible)),
        ])
    }
}

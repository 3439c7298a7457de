//! Widgets of dashboards and where they stand.

use crate::{Expr, Node, Stack};
use std::rc::Rc;

/// Columns of a dashboard.
pub(super) const GRID: u32 = 24;

/// A part of a dashboard, with its size and what it shows.
///
/// The widget types of this module become one with `.into()`; [`Widget::row`], [`Widget::column`] and [`Widget::spacer`]
/// place them.
#[derive(Clone)]
pub struct Widget {
    pub(super) width: u32,
    pub(super) height: u32,
    body: Body,
}

#[derive(Clone)]
enum Body {
    /// Type in the dashboard's JSON, and its properties in a stack's dashboard.
    Leaf(&'static str, Rc<dyn Fn(&Surroundings) -> Expr>),
    /// Widgets at places in this one.
    Group(Vec<(u32, u32, Widget)>),
    Space,
}

/// Where a widget is shown.
pub(super) struct Surroundings {
    /// The dashboard, for findings.
    pub(super) dashboard: Node,
    pub(super) stack: Stack,
}

impl Widget {
    pub(super) fn leaf(
        kind: &'static str,
        size: (u32, u32),
        properties: impl Fn(&Surroundings) -> Expr + 'static,
    ) -> Self {
        Self { width: size.0, height: size.1, body: Body::Leaf(kind, Rc::new(properties)) }
    }

    /// Widgets side by side, going on below where 24 columns are full.
    pub fn row(widgets: impl IntoIterator<Item = impl Into<Widget>>) -> Self {
        let (mut x, mut y, mut width, mut height) = (0, 0, 0, 0);
        let mut placed = Vec::new();
        for widget in widgets {
            let widget = widget.into();
            if x + widget.width > GRID {
                (x, y) = (0, height);
            }
            height = height.max(y + widget.height);
            width = width.max(x + widget.width);
            placed.push((x, y, widget.clone()));
            x += widget.width;
        }
        Self { width, height, body: Body::Group(placed) }
    }

    /// Widgets below each other.
    pub fn column(widgets: impl IntoIterator<Item = impl Into<Widget>>) -> Self {
        let (mut width, mut height) = (0, 0);
        let mut placed = Vec::new();
        for widget in widgets {
            let widget = widget.into();
            width = width.max(widget.width);
            placed.push((0, height, widget.clone()));
            height += widget.height;
        }
        Self { width, height, body: Body::Group(placed) }
    }

    /// Empty space.
    pub fn spacer(width: u32, height: u32) -> Self {
        Self { width, height, body: Body::Space }
    }

    /// Adds the widget's JSON, at this place of the dashboard.
    pub(super) fn render(&self, at: (u32, u32), around: &Surroundings, out: &mut Vec<Expr>) {
        match &self.body {
            Body::Space => {}
            Body::Group(widgets) => {
                for (x, y, widget) in widgets {
                    widget.render((at.0 + x, at.1 + y), around, out);
                }
            }
            Body::Leaf(kind, properties) => {
                if self.width > GRID {
                    around.dashboard.error(
                        "widget-width",
                        format!("a widget is {} columns wide", self.width),
                        "a dashboard has 24 columns",
                    );
                }
                out.push(Expr::object([
                    ("type", Expr::from(*kind)),
                    ("width", i64::from(self.width).into()),
                    ("height", i64::from(self.height).into()),
                    ("x", i64::from(at.0).into()),
                    ("y", i64::from(at.1).into()),
                    ("properties", properties(around)),
                ]));
            }
        }
    }
}

impl std::fmt::Debug for Widget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Widget({} x {})", self.width, self.height)
    }
}

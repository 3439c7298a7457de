//! What readers of a dashboard can choose.

use crate::Expr;
use crate::bag::list;

/// How readers choose a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableInput {
    /// They type it.
    Input,
    /// Buttons.
    Radio,
    /// A list.
    Select,
}

/// Something that readers of a dashboard can choose, such as a region or the name of a function.
///
/// ```
/// use cumulo::cloudwatch::{DashboardVariable, VariableInput};
/// let region = DashboardVariable::property("region", "region", VariableInput::Radio)
///     .label("Region")
///     .value("us-east-1", None)
///     .value("eu-west-1", Some("Ireland"))
///     .default_value("us-east-1");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html>
#[derive(Clone, Debug)]
pub struct DashboardVariable {
    id: String,
    kind: &'static str,
    replaces: String,
    input: VariableInput,
    label: Option<String>,
    visible: bool,
    default_value: Option<String>,
    values: Vec<(String, Option<String>)>,
    search: Option<(String, String)>,
}

impl DashboardVariable {
    /// One that replaces a property of all widgets, such as `region` or the dimension `InstanceId`.
    pub fn property(
        id: impl Into<String>,
        property: impl Into<String>,
        input: VariableInput,
    ) -> Self {
        Self::new(id.into(), "property", property.into(), input)
    }

    /// One that replaces this text wherever it stands in the dashboard.
    pub fn pattern(id: impl Into<String>, text: impl Into<String>, input: VariableInput) -> Self {
        Self::new(id.into(), "pattern", text.into(), input)
    }

    fn new(id: String, kind: &'static str, replaces: String, input: VariableInput) -> Self {
        Self {
            id,
            kind,
            replaces,
            input,
            label: None,
            visible: true,
            default_value: None,
            values: Vec::new(),
            search: None,
        }
    }

    /// Its name for readers.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// A value to choose, and how it is called.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>, label: Option<&str>) -> Self {
        self.values.push((value.into(), label.map(str::to_owned)));
        self
    }

    /// Takes the values from a search for metrics: those of the dimension `populate_from`.
    #[must_use]
    pub fn search(mut self, search: impl Into<String>, populate_from: impl Into<String>) -> Self {
        self.search = Some((search.into(), populate_from.into()));
        self
    }

    /// The value at first; `__FIRST` is the first one found. Default: none.
    #[must_use]
    pub fn default_value(mut self, value: impl Into<String>) -> Self {
        self.default_value = Some(value.into());
        self
    }

    /// Whether readers see it. Default: true.
    #[must_use]
    pub fn visible(mut self, visible: bool) -> Self {
        self.visible = visible;
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let text = |text: Option<&String>| text.map_or(Expr::Null, |text| text.clone().into());
        let input = format!("{:?}", self.input).to_lowercase();
        let values = self.values.iter().map(|(value, label)| {
            Expr::object([("label", text(label.as_ref())), ("value", value.clone().into())])
        });
        let search = self.search.as_ref();
        Expr::object([
            (self.kind, self.replaces.clone().into()),
            ("type", Expr::from(self.kind)),
            ("inputType", input.into()),
            ("id", self.id.clone().into()),
            ("defaultValue", text(self.default_value.as_ref())),
            ("visible", self.visible.into()),
            ("label", text(self.label.as_ref())),
            ("values", list(values)),
            ("search", text(search.map(|(search, _)| search))),
            ("populateFrom", text(search.map(|(_, dimension)| dimension))),
        ])
    }
}

//! Function calls where a schema wants a value.

use super::Walker;
use crate::template::{Node, Step};
use crate::validate::format::Format;
use crate::validate::functions::{Function, describe, is_no_value};
use crate::validate::keywords;
use crate::validate::schema::{Id, Schema};
use crate::validate::types::Types;
use crate::validate::view::Known;

impl<'t, 's> Walker<'t, 's> {
    pub(super) fn function(
        &mut self,
        id: Id,
        schema: &'s Schema,
        function: Function,
        args: &'t Node,
        node: &'t Node,
    ) {
        if is_no_value(node) {
            return;
        }
        if function == Function::If {
            let branches = args.as_array().unwrap_or_default();
            let outer = std::mem::replace(&mut self.guarded, true);
            self.path.push(Step::Key("Fn::If"));
            for (index, branch) in branches.iter().enumerate().skip(1).take(2) {
                self.at(Step::Index(index), |walker| walker.check(id, branch, branch.span));
            }
            self.path.pop();
            self.guarded = outer;
            self.unknowns += 1;
            return;
        }
        self.unknowns += 1;
        let Some(view) = self.view else { return };
        let yields = view.yields(function, args);
        // A free-form object may be given as JSON text.
        let free_form = schema.types == Types::OBJECT
            && schema.object.as_ref().is_none_or(|object| object.properties.is_empty());
        let fits = yields.fit(schema.types) || (free_form && yields.has(Types::STRING));
        if !fits {
            let keyword = keywords::of_function(function);
            return self.report(keyword, node.span, || {
                let what = describe(function, args);
                let help =
                    (schema.types == Types::ARRAY).then(|| "put it into a list: [ … ]".to_owned());
                (
                    format!(
                        "expected {}, but {what} yields {}",
                        schema.types.describe(),
                        yields.describe()
                    ),
                    help,
                )
            });
        }
        if let Some(wanted) = schema.format {
            self.kind_of_thing(wanted, function, args, node);
        }
        if function == Function::Ref && !self.guarded && self.trial.is_none() {
            self.parameter_values(id, args, node);
        }
    }

    /// A reference must name the kind of thing that is wanted: a subnet's id is no security group's.
    fn kind_of_thing(
        &mut self,
        wanted: Format,
        function: Function,
        args: &'t Node,
        node: &'t Node,
    ) {
        let Some((resource, attribute)) = self.view.and_then(|view| view.source(function, args))
        else {
            return;
        };
        if attribute.format.is_some_and(|format| format != wanted) {
            let keyword = match function {
                Function::Ref => &keywords::REFERENCE_FORMAT,
                _ => &keywords::ATTRIBUTE_FORMAT,
            };
            let (id, name) = (resource.id, &attribute.name);
            let found = attribute.format.map(Format::describe).unwrap_or_default();
            self.report(keyword, node.span, || {
                let message =
                    format!("expected {}, but {name} of {id} is {found}", wanted.describe());
                (message, None)
            });
        }
    }

    /// The values that a parameter is known to have must fit where it is used.
    fn parameter_values(&mut self, id: Id, args: &'t Node, node: &'t Node) {
        let Some(view) = self.view else { return };
        let Some(Known::Parameter(parameter)) = args.as_str().map(|name| view.known(name)) else {
            return;
        };
        if parameter.types() != Types::STRING || parameter.type_name.starts_with("AWS::SSM") {
            return;
        }
        let default = parameter.default.filter(|default| default.as_str() != Some(""));
        let values: Vec<&'t Node> = match parameter.allowed {
            [] => default.into_iter().collect(),
            allowed => allowed.iter().collect(),
        };
        for value in values {
            if value.scalar_text().is_some() && self.attempt(id, value, value.span).errors > 0 {
                return self.report(&keywords::PARAMETER_VALUE, node.span, || {
                    let message = format!(
                        "parameter {} may be {}, which does not fit here",
                        parameter.name,
                        value.brief()
                    );
                    (message, Some("narrow the parameter, or correct its default".to_owned()))
                });
            }
        }
    }
}

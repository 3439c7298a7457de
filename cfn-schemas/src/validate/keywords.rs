//! The rules that the schemas themselves hold: one walk over a resource's properties checks them all.

use super::functions::Function;
use crate::finding::Level;

/// A rule that comes from a keyword of the resource schemas.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub(crate) id: &'static str,
    pub(crate) level: Level,
    pub(crate) summary: &'static str,
}

const fn error(id: &'static str, summary: &'static str) -> Keyword {
    Keyword { id, level: Level::Error, summary }
}

pub(crate) static UNKNOWN: Keyword =
    error("E3002", "A property that the resource type does not have");
pub(crate) static REQUIRED: Keyword = error("E3003", "A required property is missing");
pub(crate) static TYPE: Keyword =
    error("E3012", "A value of the wrong type that does not convert either");
pub(crate) static REQUIRED_XOR: Keyword =
    error("E3014", "Exactly one of several properties is needed");
pub(crate) static ANY_OF: Keyword = error("E3017", "A value fits none of the allowed forms");
pub(crate) static ONE_OF: Keyword =
    error("E3018", "A value must fit exactly one of the allowed forms");
pub(crate) static DEPENDENT_EXCLUDED: Keyword = error("E3020", "Two properties exclude each other");
pub(crate) static DEPENDENT_REQUIRED: Keyword = error("E3021", "A property needs another one");
pub(crate) static ENUM: Keyword = error("E3030", "A value outside the allowed values");
pub(crate) static NOT: Keyword = error("E3030", "A value outside the allowed values");
pub(crate) static PATTERN: Keyword = error("E3031", "Text that does not match the pattern");
pub(crate) static ITEMS: Keyword = error("E3032", "Too few or too many items");
pub(crate) static LENGTH: Keyword = error("E3033", "Text that is too short or too long");
pub(crate) static RANGE: Keyword = error("E3034", "A number outside the allowed range");
pub(crate) static UNIQUE: Keyword = error("E3037", "Equal items in a list that takes none");
pub(crate) static REQUIRED_OR: Keyword =
    error("E3058", "At least one of several properties is needed");
pub(crate) static MAX_UNIQUE: Keyword = error("E3065", "Too many different items");
pub(crate) static PARAMETER_VALUE: Keyword = Keyword {
    id: "W1030",
    level: Level::Warning,
    summary: "A parameter may have a value that does not fit where it is used",
};

pub(crate) static FORMAT: Keyword = error("E1103", "Text of the wrong form");
pub(crate) static SECURITY_GROUP_ID: Keyword = error("E1150", "Text that is no security group id");
pub(crate) static VPC_ID: Keyword = error("E1151", "Text that is no VPC id");
pub(crate) static SUBNET_ID: Keyword = error("E1154", "Text that is no subnet id");
pub(crate) static ATTRIBUTE_FORMAT: Keyword =
    error("E1040", "An attribute of another kind of thing");
pub(crate) static REFERENCE_FORMAT: Keyword = error("E1041", "Ref to another kind of thing");

static REF: Keyword = error("E1020", "Ref yields a value of the wrong type");
static GET_ATT: Keyword = error("E1010", "An attribute is of the wrong type");
static SUB: Keyword = error("E1019", "Fn::Sub stands where no text fits");
static JOIN: Keyword = error("E1022", "Fn::Join stands where no text fits");
static SPLIT: Keyword = error("E1018", "Fn::Split stands where no list fits");
static GET_AZS: Keyword = error("E1015", "Fn::GetAZs stands where no list fits");
static CIDR: Keyword = error("E1024", "Fn::Cidr stands where no list fits");
static BASE64: Keyword = error("E1021", "Fn::Base64 stands where no text fits");
static IMPORT_VALUE: Keyword = error("E1016", "Fn::ImportValue stands where no text fits");
static STACK_OUTPUT: Keyword = error("E1033", "Fn::GetStackOutput stands where no text fits");
static LENGTH_OF: Keyword = error("E1030", "Fn::Length stands where no number fits");
static JSON_STRING: Keyword = error("E1031", "Fn::ToJsonString stands where no text fits");

/// The rule for a function that yields the wrong type.
pub(crate) fn of_function(function: Function) -> &'static Keyword {
    match function {
        Function::Ref => &REF,
        Function::GetAtt => &GET_ATT,
        Function::Sub => &SUB,
        Function::Join => &JOIN,
        Function::Split => &SPLIT,
        Function::GetAzs => &GET_AZS,
        Function::Cidr => &CIDR,
        Function::Base64 => &BASE64,
        Function::ImportValue => &IMPORT_VALUE,
        Function::GetStackOutput => &STACK_OUTPUT,
        Function::Length => &LENGTH_OF,
        Function::ToJsonString => &JSON_STRING,
        _ => &TYPE,
    }
}

/// All rules that the schemas hold. Functions of the wrong type have the id of the rule over the function.
pub(crate) static ALL: &[&Keyword] = &[
    &UNKNOWN,
    &REQUIRED,
    &TYPE,
    &REQUIRED_XOR,
    &ANY_OF,
    &ONE_OF,
    &DEPENDENT_EXCLUDED,
    &DEPENDENT_REQUIRED,
    &ENUM,
    &PATTERN,
    &ITEMS,
    &LENGTH,
    &RANGE,
    &UNIQUE,
    &REQUIRED_OR,
    &MAX_UNIQUE,
    &PARAMETER_VALUE,
    &LENGTH_OF,
    &FORMAT,
    &SECURITY_GROUP_ID,
    &VPC_ID,
    &SUBNET_ID,
    &ATTRIBUTE_FORMAT,
    &REFERENCE_FORMAT,
];

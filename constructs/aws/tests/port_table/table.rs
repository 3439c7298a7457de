//! What a port is, and the macro that compiles it.

/// A module of aws-cdk-lib.
#[derive(Clone)]
pub struct Module {
    /// Its name, such as `aws-s3`; `core` for the package itself.
    pub name: &'static str,
    /// Folder of this crate that has its counterparts; empty for the crate's root.
    pub folder: &'static str,
    pub ported: Vec<Port>,
    /// Reasons for which names have no counterpart, and the names.
    pub elsewhere: Vec<(&'static str, Vec<&'static str>)>,
    /// Names without a counterpart so far.
    pub not_yet: Vec<&'static str>,
}

impl Module {
    /// All names that it lists.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let elsewhere = self.elsewhere.iter().flat_map(|(_, names)| names);
        let others = elsewhere.chain(&self.not_yet).copied();
        self.ported.iter().map(|port| port.name).chain(others)
    }

    /// Whether a port has the same name in the module's folder, and nothing else is to be told of it.
    pub fn is_plain(&self, port: &Port) -> bool {
        let name = port.path.rsplit("::").next();
        let folder = port.path.rsplit_once("::").map_or("", |(folder, _)| folder);
        let same = name == Some(port.name) && folder == self.folder;
        same && port.methods.is_empty() && port.note.is_empty()
    }
}

/// A class or an enum that has a counterpart.
#[derive(Clone)]
pub struct Port {
    pub name: &'static str,
    /// Path in this crate.
    pub path: String,
    /// Methods that both have, by our names.
    pub methods: Vec<&'static str>,
    /// How ours differs.
    pub note: &'static str,
}

/// Lists modules of the AWS CDK as `modules()`, and compiles every path and method of ours.
///
/// A method with parameters of type `impl …` is followed by a function type that settles them.
macro_rules! ports {
    ($($module:literal in $folder:literal {
        ported {
            $($name:ident => $($path:ident)::+
                $([$($method:ident $(: $signature:ty)?),+ $(,)?])? $(, $note:literal)?;)*
        }
        elsewhere { $($reason:literal: $($elsewhere:ident)+;)* }
        not_yet { $($missing:ident)* }
    })+) => {
        #[allow(clippy::type_complexity, reason = "signatures settle what parameters are, and are read nowhere else")]
        pub fn modules() -> Vec<$crate::table::Module> {
            #[allow(unused_imports, reason = "brings the methods of connectable constructs into view")]
            use cumulo::{Construct as _, ec2::Connectable as _, iam::Grantable as _, iam::ResourceWithPolicy as _};
            vec![$($crate::table::Module {
                name: $module,
                folder: $folder,
                ported: vec![$({
                    #[allow(unused_imports, reason = "only to see that it is there")]
                    use cumulo::$($path)::+ as _;
                    compile_methods!([$($path)::+] $($($method $(: $signature)?),+)?);
                    $crate::table::Port {
                        name: stringify!($name),
                        path: [$(stringify!($path)),+].join("::"),
                        methods: vec![$($(stringify!($method)),+)?],
                        note: concat!($($note)?),
                    }
                }),*],
                elsewhere: vec![$(($reason, vec![$(stringify!($elsewhere)),+])),*],
                not_yet: vec![$(stringify!($missing)),*],
            }),+]
        }
    };
}

/// Names methods of a type as values, which fails to compile when one is gone.
macro_rules! compile_methods {
    ($path:tt) => {};
    ($path:tt $method:ident $(: $signature:ty)? $(, $($rest:tt)+)?) => {
        compile_methods!(@one $path $method $(: $signature)?);
        $(compile_methods!($path $($rest)+);)?
    };
    (@one [$($path:ident)::+] $method:ident) => {
        let _ = cumulo::$($path)::+::$method;
    };
    (@one [$($path:ident)::+] $method:ident: $signature:ty) => {
        let _: $signature = cumulo::$($path)::+::$method;
    };
}

//! Access points: doors to a part of a file system, for one user.

use super::FileSystem;
use crate::bag::{bag, list, opt};
use crate::cfn::efs::CfnAccessPoint;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Tags, Value, text};
use bon::bon;

/// Who a folder belongs to that an access point makes.
#[derive(Clone, Debug)]
pub struct Acl {
    /// Number of the user, 0 to 4,294,967,295.
    pub owner_uid: String,
    /// Number of the group, 0 to 4,294,967,295.
    pub owner_gid: String,
    /// Permissions as in `chmod`: `750`.
    pub permissions: String,
}

/// As whom everything is done through an access point.
#[derive(Clone, Debug, Default)]
pub struct PosixUser {
    /// Number of the user.
    pub uid: String,
    /// Number of the group.
    pub gid: String,
    /// Numbers of further groups.
    pub secondary_gids: Vec<String>,
}

/// An access point of a file system.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::efs::{Acl, FileSystem, PosixUser};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let files = FileSystem::builder(&stack, "Files").vpc(&vpc).build();
/// let uploads = files
///     .add_access_point("Uploads")
///     .path("/uploads")
///     .create_acl(Acl { owner_uid: "1000".into(), owner_gid: "1000".into(), permissions: "750".into() })
///     .posix_user(PosixUser { uid: "1000".into(), gid: "1000".into(), ..PosixUser::default() })
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Findings: `access-point-acl` when a folder other than the root is to be opened without saying whose it becomes.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-accesspoint.html>
#[derive(Clone, Debug)]
pub struct AccessPoint {
    node: Node,
    cfn: Option<Resource<CfnAccessPoint>>,
    id: Value<String>,
    file_system: Option<FileSystem>,
}

#[bon]
impl AccessPoint {
    /// Starts to describe an access point.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// The file system.
        file_system: &'a FileSystem,
        /// Folder that clients see as the root. Default: the file system's root.
        #[builder(into)]
        path: Option<String>,
        /// Whose that folder becomes, if it is made. Default: it must be there.
        create_acl: Option<Acl>,
        /// As whom everything is done. Default: as whom the client says.
        posix_user: Option<PosixUser>,
        /// Text that tells two requests to make the same one apart. Default: CloudFormation makes one.
        #[builder(into)]
        client_token: Option<String>,
    ) -> AccessPoint {
        let node = scope.node().child(id);
        if path.is_none() && create_acl.is_some() {
            node.error(
                "access-point-acl",
                "whose the folder becomes is said, and not which folder",
                "give `path`; the root of the file system belongs to root",
            );
        }
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let acl = create_acl.map_or(Expr::Null, |acl| {
            Expr::object([
                ("OwnerGid", Expr::from(acl.owner_gid)),
                ("OwnerUid", Expr::from(acl.owner_uid)),
                ("Permissions", Expr::from(acl.permissions)),
            ])
        });
        let user = posix_user.map_or(Expr::Null, |user| {
            Expr::object([
                ("Gid", Expr::from(user.gid)),
                ("SecondaryGids", list(user.secondary_gids)),
                ("Uid", Expr::from(user.uid)),
            ])
        });
        let root = Expr::object([("CreationInfo", acl), ("Path", text(path))]);
        let cfn = bag::<CfnAccessPoint>([
            ("ClientToken", text(client_token)),
            ("FileSystemId", opt(Some(&file_system.file_system_id()))),
            ("PosixUser", user),
            ("RootDirectory", root),
        ])
        .add_to(&node, "Resource");
        Tags::of(&node).add("Name", node.path());
        let file_system = Some(file_system.clone());
        AccessPoint { id: cfn.reference(), node, cfn: Some(cfn), file_system }
    }

    /// An access point that exists, by its id `fsap-…`; with its file system, where it is known.
    #[track_caller]
    pub fn from_access_point_id(
        scope: &dyn Construct,
        id: &str,
        access_point_id: impl IntoValue<String>,
        file_system: Option<&FileSystem>,
    ) -> AccessPoint {
        AccessPoint {
            node: scope.node().child(id),
            cfn: None,
            id: access_point_id.into_value(),
            file_system: file_system.cloned(),
        }
    }

    /// The L1; none of an imported access point.
    pub fn cfn(&self) -> Option<&Resource<CfnAccessPoint>> {
        self.cfn.as_ref()
    }

    /// Its id, `fsap-…`.
    pub fn access_point_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Its ARN.
    pub fn access_point_arn(&self) -> Value<String> {
        let resource = text!("access-point/{}", self.id);
        self.node.stack().format_arn("elasticfilesystem", resource)
    }

    /// Its file system; none of an import that does not say.
    pub fn file_system(&self) -> Option<&FileSystem> {
        self.file_system.as_ref()
    }
}

impl FileSystem {
    /// Starts to describe an access point of the file system, as its child.
    #[track_caller]
    pub fn add_access_point<'a>(
        &'a self,
        id: &'a str,
    ) -> AccessPointBuilder<'a, access_point_builder::SetFileSystem> {
        AccessPoint::builder(self, id).file_system(self)
    }
}

impl Construct for AccessPoint {
    fn node(&self) -> &Node {
        &self.node
    }
}

//! Whole systems in one construct, opinionated and secure by default: a networked service, a
//! cluster on instances, an EKS platform, a database, a pipeline.
//!
//! Each is made of this crate's L2 constructs. Every part is reachable
//! (`service.load_balancer()`) and replaceable by one's own. What a stage protects decides how
//! data is kept: a protected stage retains it, an unprotected one goes away cleanly.

mod app_image;
mod by_stage;
mod clients;
mod ec2_service_cluster;
mod eks;
mod entrance;
mod fargate_task;
mod hosts;
mod ingress;
mod instance_memory;
mod monitoring;
mod network;
mod network_acls;
mod networked_fargate_service;
mod pipeline;
mod postgres_database;
mod private_access;
mod queue_worker;
mod scheduled_task;
mod stage_budget;
mod terraform_state_backend;
mod traffic;
mod watched;

pub use app_image::{AppImage, BaseImages};
pub use clients::Clients;
pub use ec2_service_cluster::Ec2ServiceCluster;
pub use eks::EksFargatePlatform;
pub use entrance::Entrance;
pub use ingress::Ingress;
pub use monitoring::Monitoring;
pub use network::{NaclProfile, Network, Tier};
pub use networked_fargate_service::NetworkedFargateService;
pub use pipeline::{BuildSteps, CodeSource, Deployment, Pipeline, ReportFormat};
pub use postgres_database::PostgresDatabase;
pub use private_access::PrivateAccess;
pub use queue_worker::QueueWorker;
pub use scheduled_task::ScheduledTask;
pub use stage_budget::StageBudget;
pub use terraform_state_backend::TerraformStateBackend;
pub use watched::Watched;

//! Simple Queue Service: queues.

mod metrics;
mod queue;
mod queue_policy;

pub use queue::{
    DeadLetterQueue, DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption,
    RedriveAllowPolicy,
};
pub use queue_policy::QueuePolicy;

use cumulo_cfn::logs::{CfnSubscriptionFilter, CfnSubscriptionFilterRequired};

fn main() {
    let _ = CfnSubscriptionFilter::new(CfnSubscriptionFilterRequired {
        destination_arn: "arn",
        filter_pattern: "",
    });
}

use cumulo_cfn::sqs::CfnQueue;

fn main() {
    let _ = CfnQueue::new().visibility_timeout("soon");
}

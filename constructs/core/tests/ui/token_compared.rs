use cumulo_core::Aws;

fn main() {
    if Aws::region() == "us-east-1" {}
}

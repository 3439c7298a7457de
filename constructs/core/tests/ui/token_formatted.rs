use cumulo_core::Aws;

fn main() {
    let _ = format!("logs-{}", Aws::region());
}

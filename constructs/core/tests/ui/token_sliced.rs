use cumulo_core::Aws;

fn main() {
    let _ = &Aws::region()[..2];
}

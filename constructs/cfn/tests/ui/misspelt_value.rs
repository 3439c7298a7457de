use cumulo_cfn::s3::bucket::ServerSideEncryptionByDefaultSSEAlgorithm;

fn main() {
    let _ = ServerSideEncryptionByDefaultSSEAlgorithm::AWS_KMZ;
}

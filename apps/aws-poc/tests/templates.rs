//! The templates that the app makes of `cumulo.yaml`, as they are deployed.

use cumulo::App;
use std::path::Path;

#[test]
fn templates_of_both_stages_are_the_expected_ones() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("cumulo.yaml");
    let app = App::configured(&config, None, aws_poc::cart).unwrap();
    let synthesis = app.synth().unwrap();
    for stage in ["test", "prod"] {
        for stack in ["Global", "Registry", "Network", "LoadBalancer", "Service"] {
            let path = match stack {
                "Global" => format!("{stage}/{stack}"),
                _ => format!("{stage}/us-east-1/{stack}"),
            };
            let template = synthesis.template(&path).unwrap();
            insta::assert_json_snapshot!(format!("{stage}-{stack}"), template);
        }
    }
}

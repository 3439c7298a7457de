//! The templates that the app makes of `cumulo.yaml`, as they are deployed.

use cumulo::App;
use std::path::Path;

#[test]
fn templates_of_both_stages_are_the_expected_ones() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("cumulo.yaml");
    let app = App::configured(&config, None, eks_api::eks_api).unwrap();
    let synthesis = app.synth().unwrap();
    for stack in ["Registry", "Network", "Database", "Platform", "Access", "Operations"] {
        for stage in ["test", "prod"] {
            if let Some(template) = synthesis.template(&format!("{stage}/{stack}")) {
                insta::assert_json_snapshot!(format!("{stage}-{stack}"), template);
            }
        }
    }
}

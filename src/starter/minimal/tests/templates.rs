//! The templates that the app makes of `cumulo.yaml`, as they are deployed.

use cumulo::App;
use std::path::Path;

#[test]
fn templates_of_both_stages_are_the_expected_ones() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("cumulo.yaml");
    let app = App::configured(&config, None, minimal::system).unwrap();
    let synthesis = app.synth().unwrap();
    for stage in ["test", "prod"] {
        let template = synthesis.template(&format!("{stage}/Storage")).unwrap();
        insta::assert_json_snapshot!(format!("{stage}-Storage"), template);
    }
}

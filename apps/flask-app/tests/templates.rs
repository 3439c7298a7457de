//! The templates that the app makes of `cumulo.yaml`, as they are deployed.

use cumulo::App;
use std::path::Path;

#[test]
fn templates_of_both_stages_are_the_expected_ones() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("cumulo.yaml");
    let app = App::configured(&config, None, flask_app::flask_app).unwrap();
    let synthesis = app.synth().unwrap();
    let small = ["Registry", "Network", "Service"];
    let stacks = small.map(|stack| ("test", stack)).into_iter();
    let large = small.into_iter().chain(["Database", "Monitoring"]);
    for (stage, stack) in stacks.chain(large.map(|stack| ("prod", stack))) {
        let template = synthesis.template(&format!("{stage}/{stack}")).unwrap();
        insta::assert_json_snapshot!(format!("{stage}-{stack}"), template);
    }
}

//! What the compiler says about mistakes with tokens.

#[test]
fn tokens_cannot_be_taken_for_their_text() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

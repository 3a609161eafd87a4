//! `rollcall licenses`.

use crate::running::{Folder, program};
use std::process::Stdio;

#[test]
fn licenses_prints_third_party_licences_without_a_configuration_file() {
    let output = program(&Folder::new("licenses"), "licenses")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let committed = include_str!("../../../../THIRD-PARTY.txt");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), committed);
    for expected in [
        "\nring: Apache-2.0 AND ISC\n",
        "\nleptos: MIT\n",
        "Microsoft Corporation",
    ] {
        assert!(committed.contains(expected), "{expected}");
    }
}

#[test]
fn a_reader_of_the_licences_may_stop_early() {
    let folder = Folder::new("licenses-head");
    let mut running = program(&folder, "licenses")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(running.stdout.take());
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

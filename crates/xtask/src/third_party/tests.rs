use super::*;

#[test]
fn the_file_names_every_package_of_the_program_and_the_page_and_has_their_texts() {
    let workspace = Workspace::find().unwrap();
    let file = fs::read_to_string(workspace.root.join(FILE)).unwrap();
    let mut sections = file.split(LINE);
    let list = sections.next().unwrap();
    let with_text: BTreeSet<_> = sections
        .filter_map(|section| section.trim_start().strip_prefix("For ")?.split_once(":\n"))
        .flat_map(|(names, _)| names.split(", "))
        .collect();
    for (name, _) in packages::names_and_versions(&workspace).unwrap() {
        assert!(
            list.contains(&format!("\n{name}: ")),
            "{name} is not listed"
        );
        assert!(with_text.contains(&*name), "{name} has no text");
    }
    // Some that are easily forgotten: C sources, the page, its splitting, macros.
    for name in [
        "libmimalloc-sys",
        "libsqlite3-sys",
        "leptos",
        "wasm-bindgen",
        "syn",
    ] {
        assert!(with_text.contains(name), "{name}");
    }
}

#[test]
fn the_file_does_not_say_where_it_was_made() {
    let workspace = Workspace::find().unwrap();
    let file = fs::read_to_string(workspace.root.join(FILE)).unwrap();
    let home = std::env::home_dir().unwrap();
    for folder in [&*workspace.root, &*home.join(".cargo")] {
        assert!(
            !file.contains(&*folder.to_string_lossy()),
            "{}",
            folder.display()
        );
    }
    assert!(!file.contains("registry/src"));
}

#[test]
fn equal_texts_are_there_once_and_the_order_does_not_matter() {
    let workspace = Workspace::find().unwrap();
    let mut packages = packages::built_in(&workspace).unwrap();
    packages.truncate(40);
    let file = render(&packages).unwrap();
    packages.reverse();
    assert_eq!(render(&packages).unwrap(), file);
    let mut texts: Vec<_> = file
        .split(LINE)
        .skip(1)
        .filter_map(|section| section.split_once(":\n"))
        .map(|(_, text)| text.split_whitespace().collect::<Vec<_>>())
        .collect();
    let all = texts.len();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), all);
}

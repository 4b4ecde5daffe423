//! The server's configuration as the README prints it.

use guard_server::config::{Config, Environment};

#[test]
fn the_configuration_of_the_readme_is_valid() {
    let readme = include_str!("../../README.md");
    let text = readme.split("```toml\n").find_map(|part| part.starts_with("listen").then(|| part.split("```").next()));
    let text = text.flatten().expect("a configuration in the README");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    // The folder of the package is only there once it is built.
    let environment = Environment::from_iter([("GUARD_DIST_DIR", std::env::temp_dir())]);
    let config = Config::load(Some(file.path()), &environment).unwrap();
    config.check().unwrap();
    let app = config.all_apps().next().unwrap();
    assert_eq!((app.id.as_str(), app.redirect_uris.len()), ("my-app", 1));
}

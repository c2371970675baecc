//! axe-core, and what it says of a page.

use std::process::Command;

use serde_json::{Value, json};
use testkit::browser::Browser;

/// The version whose rules hold.
const VERSION: &str = "axe-core@4.14.1";

/// The source of axe-core.
pub struct Axe(String);

impl Axe {
    /// Takes it from the registry of npm.
    ///
    /// # Errors
    /// Why there is none on this machine, in words.
    pub fn install() -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let done = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .arg(directory.path())
            .arg(VERSION)
            .output()
            .map_err(|error| format!("npm does not start: {error}"))?;
        if !done.status.success() {
            return Err(format!("npm gives no {VERSION}: {}", String::from_utf8_lossy(&done.stderr)));
        }
        let file = directory.path().join("node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(file).map(Self).map_err(|error| format!("{VERSION}: {error}"))
    }

    /// What is wrong with the page that is shown. `colours_only`: its structure was looked at before in another look.
    pub fn faults(&self, browser: &Browser, colours_only: bool) -> Vec<String> {
        if browser.script("return !window.axe;", Vec::new()) == true {
            browser.script(&self.0, Vec::new());
        }
        let only = if colours_only {
            json!({"type": "rule", "values": ["color-contrast", "link-in-text-block"]})
        } else {
            let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            json!({"type": "tag", "values": tags})
        };
        let told = browser.script_of_promise(RUN, vec![only]);
        let lines = told["faults"].as_array().cloned().unwrap_or_default();
        lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

const RUN: &str = r#"
const options = {runOnly: args[0], resultTypes: ['violations'], elementRef: false};
// Small targets are told by the rules of 2.2 alone when they are switched on.
if (args[0].type === 'tag') options.rules = {'target-size': {enabled: true}};
const found = await axe.run(document, options);
const said = node => node.any.concat(node.all, node.none).map(check => check.message).join('; ').slice(0, 300);
return {faults: found.violations.flatMap(rule =>
  rule.nodes.slice(0, 4).map(node => `${rule.id} (${rule.nodes.length}): ${node.target.join(' ')} ${node.html.slice(0, 160)} — ${said(node)}`))};
"#;

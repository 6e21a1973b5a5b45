//! Recognises secret files and folders by names that begin with a dot: `/.env`, `/.git/config`.
//!
//! Sites also serve names that begin with a dot (`/.well-known/`, `/.netlify/`, `/.auth/login`),
//! and pages are named after them (`/.net-core`). Therefore only known names count, and folders in
//! which a program keeps its settings.

use super::copies;
use super::search;
use super::text::{Place, Text, is_word};

/// Names of secret files and folders, without the dot, sorted. They belong to version control,
/// shells, clouds, editors, servers and build tools. Facts as of 2026-11, from the documentation of
/// these programs.
const NAMES: &[&[u8]] = &[
    b"access_token",
    b"aider",
    b"aiignore",
    b"ansible",
    b"api_key",
    b"appveyor",
    b"augment",
    b"aws",
    b"azure",
    b"backup",
    b"bak",
    b"bash_logout",
    b"bash_profile",
    b"bitbucket",
    b"bitcoin",
    b"boto",
    b"buildkite",
    b"buildpath",
    b"bundle",
    b"bzr",
    b"bzrignore",
    b"cargo",
    b"chef",
    b"circleci",
    b"classpath",
    b"claude",
    b"cline",
    b"clinerules",
    b"codex",
    b"composer",
    b"conda",
    b"condarc",
    b"config",
    b"continue",
    b"copilot",
    b"cpanel",
    b"cursor",
    b"cursorrules",
    b"cvs",
    b"cvsignore",
    b"darcs",
    b"database",
    b"databricks",
    b"databrickscfg",
    b"db",
    b"dbshell",
    b"dbt",
    b"docker",
    b"dockercfg",
    b"dockerenv",
    b"dockerignore",
    b"doctl",
    b"drone",
    b"ds_store",
    b"dump",
    b"editorconfig",
    b"elasticbeanstalk",
    b"electrum",
    b"env",
    b"envrc",
    b"envs",
    b"esmtprc",
    b"ethereum",
    b"firebase",
    b"fleet",
    b"forward",
    b"ftp",
    b"ftp-access",
    b"ftpaccess",
    b"ftpconfig",
    b"ftppass",
    b"ftpquota",
    b"gcloud",
    b"gem",
    b"gemini",
    b"git",
    b"git-credentials",
    b"gitattributes",
    b"gitconfig",
    b"gitea",
    b"github",
    b"gitignore",
    b"gitkeep",
    b"gitlab",
    b"gitlab-ci",
    b"gitmodules",
    b"gnupg",
    b"goose",
    b"gradle",
    b"helm",
    b"heroku",
    b"hg",
    b"hgignore",
    b"hgsub",
    b"hgtags",
    b"hidden_service",
    b"history",
    b"htaccess",
    b"htgroup",
    b"htpasswd",
    b"htusers",
    b"huggingface",
    b"idea",
    b"ipynb_checkpoints",
    b"ivy2",
    b"jenkins",
    b"junie",
    b"jupyter",
    b"k8s",
    b"kaggle",
    b"key",
    b"keys",
    b"keystore",
    b"kiro",
    b"kube",
    b"lastlogin",
    b"lesshst",
    b"lftp",
    b"listing",
    b"log",
    b"logs",
    b"m2",
    b"mailcow",
    b"mailmap",
    b"mcp",
    b"minikube",
    b"msmtp",
    b"my.cnf",
    b"mylogin.cnf",
    b"n8n",
    b"nano_history",
    b"nessus",
    b"netrc",
    b"ngrok",
    b"ngrok2",
    b"npm",
    b"nuget",
    b"nvm",
    b"oci",
    b"old",
    b"openai",
    b"opencode",
    b"p12",
    b"pass",
    b"passwd",
    b"password",
    b"passwords",
    b"pem",
    b"pgadmin",
    b"pgpass",
    b"php-cs-fixer",
    b"php-version",
    b"php_cs",
    b"phpintel",
    b"phpstorm.meta",
    b"phpunit",
    b"pip",
    b"pki",
    b"plandex",
    b"platform.app",
    b"pm2",
    b"private",
    b"prod",
    b"production",
    b"profile",
    b"project",
    b"pulumi",
    b"puppet",
    b"pwd",
    b"pydistutils",
    b"pyenv",
    b"rbenv",
    b"remote-sync",
    b"rhosts",
    b"roo",
    b"rovodev",
    b"rspec",
    b"rsync",
    b"rsync-filter",
    b"rsyncignore",
    b"s3",
    b"s3cfg",
    b"sass-cache",
    b"secret",
    b"secrets",
    b"sentryclirc",
    b"serverless",
    b"settings",
    b"sftp",
    b"shosts",
    b"smbcredentials",
    b"snowsql",
    b"snyk",
    b"sql",
    b"sqlite",
    b"ssh",
    b"ssl",
    b"streamlit",
    b"sublime",
    b"subversion",
    b"svn",
    b"svnignore",
    b"swp",
    b"terraform",
    b"tfstate",
    b"token",
    b"tokens",
    b"tool-versions",
    b"travis",
    b"tugboat",
    b"user.ini",
    b"vagrant",
    b"vault-token",
    b"vault_pass",
    b"venv",
    b"vercel",
    b"viminfo",
    b"virtualenv",
    b"vpn",
    b"vs",
    b"vscode",
    b"wallet",
    b"windsurf",
    b"windsurfrules",
    b"wp-cli",
    b"wp-config",
    b"wpcli",
    b"xauthority",
    b"yarn",
    b"zed",
];

/// How names of secret files end: history of a shell, settings of a program, and the file that an
/// editor keeps while it edits another one.
const ENDINGS: &[&[u8]] = &[
    b"_history",
    b"rc",
    b".swp",
    b".swo",
    b".swn",
    b"_token",
    b"-token",
    b"_key",
    b"_secret",
    b"_password",
    b"credentials",
    b"ignore",
];

/// The shortest name with one of [`ENDINGS`], in bytes.
const SHORTEST: usize = 4;

/// Whether a path asks for a secret file or folder whose name begins with the dot at offset `at`.
/// In a search, the name is a topic.
pub(super) fn is_secret(text: &Text<'_>, at: usize) -> bool {
    if text.place != Place::Target || text.in_query(at) && search::is_search(text, at) {
        return false;
    }
    let (name, rest) = copies::split_name(text.from(at + 1));
    let ends = matches!(
        rest.first(),
        None | Some(b'/' | b'?' | b'&' | b'#' | b'%' | b' ' | b';')
    );
    ends && (is_name(name) || holds_settings(name, rest))
}

/// Names of folders that sites serve.
const OPEN: &[&[u8]] = &[
    b"well-known",
    b"netlify",
    b"auth",
    b"api",
    b"within.website",
    b"proxy",
];

/// Extensions of settings, scripts and data.
const SETTINGS: &[&[u8]] = &[
    b"toml", b"yaml", b"yml", b"json", b"ini", b"conf", b"cfg", b"sh", b"sql", b"log", b"env",
    b"key",
];

/// Whether the path goes on with a file with settings. A program keeps such files in a folder with
/// a dot, also if its name is not listed.
fn holds_settings(name: &[u8], rest: &[u8]) -> bool {
    let end = rest
        .iter()
        .position(|byte| matches!(byte, b'?' | b'&' | b'#'));
    let path = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let mut parts = path.rsplit(|byte| *byte == b'.');
    let extension = parts.next().unwrap_or_default();
    path.starts_with(b"/")
        && parts.next().is_some()
        && SETTINGS.contains(&extension)
        && name.iter().all(|byte| is_word(*byte) || *byte == b'-')
        && !OPEN.contains(&name)
}

fn is_name(name: &[u8]) -> bool {
    let stem = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    NAMES.iter().any(|known| {
        name.strip_prefix(*known)
            .is_some_and(|tail| copies::is_tail(tail, tail.first()))
    }) || ENDINGS.iter().any(|ending| {
        [name, stem]
            .iter()
            .any(|name| name.len() >= SHORTEST && name.ends_with(ending))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted() {
        assert!(NAMES.is_sorted());
    }
}

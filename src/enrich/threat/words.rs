//! The words for the automaton, and the check of each. Facts as of 2026-11, from the public
//! descriptions of attacks: OWASP's pages on each kind of attack, the manuals of the databases,
//! shells and tools, and the agents of the tools.

mod code;
mod markup;
mod names;
mod paths;

use crate::event::Threat::{self, SqlInjection};
use code::CODE;
use markup::MARKUP;
use names::NAMES;
use paths::PATHS;

/// The condition for a word to be a threat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// There is no condition: the word is always a threat.
    Sure(Threat),
    /// The word is in an agent. In other texts it is an ordinary word.
    Agent(Threat),
    /// The word is in an agent and names its program. It is also a word of a language, or a name of
    /// other things.
    Tool(Threat),
    /// The word is in a target, at the beginning of a longer word.
    Target(Threat),
    /// The word is in a target but not in a search, and no letter, digit, `-` or `=` follows it. If
    /// the word ends with `/`, anything may follow it, and a version may follow `.php`.
    Asked(Threat),
    /// Like [`Self::Asked`], and `/`, `\`, `=` or `#` precedes the word. An extension and words of
    /// a copy may follow it.
    Part(Threat),
    /// `/.`: a file or folder whose name begins with a dot.
    Dotted,
    /// The word ends the path, and the file is not a certificate that programs download.
    Ending(Threat),
    /// The extension of a database ends the path, in a place where people leave copies of
    /// databases.
    Database,
    /// The word is the whole path after its slash.
    Root(Threat),
    /// An extension of settings ends the path, after a known name.
    Settings,
    /// The name of a web shell, without its extension.
    Shell,
    /// The path begins with two slashes, because some scanners join a folder and a name that both
    /// have the slash.
    Doubled(Threat),
    /// The word is a parameter whose value is a command.
    Parameter,
    /// A quote.
    Quote,
    /// `or`, `and` and similar words: their offset from the word's beginning, and their length.
    Join(usize, usize),
    /// `sleep(` and similar calls.
    Wait,
    /// `--`.
    Comment,
    /// `/*`.
    InnerComment,
    /// `select`.
    Select,
    /// `order`.
    Order,
    /// `drop` and similar words.
    Statement,
    /// A function of SQL that is a threat if it is the whole value, or if a value ended before it.
    /// A join, a comma, a quote or another function then precedes it.
    Function,
    /// `[$` and other signs before an operator of `MongoDB`.
    Operator,
    /// `*)(uid=` and other signs between two filters of LDAP.
    Filter,
    /// `set-cookie:` and other headers.
    Header,
    /// `srcdoc=` and similar attributes. They are also names of parameters.
    Attribute,
    /// `<`.
    Element,
    /// `onerror` and similar attributes.
    Handler,
    /// `javascript:` and similar schemes.
    Scheme,
    /// `alert(` and similar calls.
    Call,
    /// `document.cookie` and similar names.
    Script,
    /// `..`.
    Steps,
    /// `etc/passwd` and similar paths.
    System,
    /// `=c:/` and other drives of Windows.
    Drive,
    /// `=/var/lib/` and other folders of a system.
    Absolute,
    /// `php://` and similar schemes, and `/bin/` and similar folders.
    Reader,
    /// `=http://`.
    Inclusion,
    /// `;`, `|` and other signs before a command.
    Sign,
    /// `wget` and other commands at the beginning of a value.
    Program,
    /// `system(` and other functions of servers' languages.
    Code,
    /// `${`, `{{` and other signs of a template.
    Template,
    /// `={`: words in braces. A shell splits them into a command and its arguments.
    Braces,
    /// `=/?`: a path of a shell with wildcards.
    Wildcards,
    /// `=if `, `=for ` and `=alias `: a statement of a shell.
    Batch,
    /// `invoke-webrequest` and other commands of `PowerShell`.
    Cmdlet,
    /// `$`: a call of a function whose name is in a variable of PHP.
    Variable,
    /// `)('`: a call of the content of parentheses.
    Chained,
    /// `o:`, a serialised object.
    Serialised,
    /// `${`, a lookup.
    Lookup,
    /// A sign that the text has to be decoded.
    Encoded,
}

/// A word in small letters, with its check.
pub(super) type Word = (&'static [u8], Check);

/// Every word for the automaton.
pub(super) fn all() -> impl Iterator<Item = &'static Word> {
    let tables = [WORDS, PATHS, MARKUP, CODE, NAMES];
    tables.into_iter().flatten()
}

/// Words of SQL and of other queries, headers, and signs of encoded text.
const WORDS: &[Word] = &[
    // These texts have to be decoded, although none of their bytes shows it.
    (b"+-", Check::Encoded),
    (b"+/", Check::Encoded),
    (b"&#", Check::Encoded),
    // SQL.
    (b"'", Check::Quote),
    (b"\"", Check::Quote),
    (b"`", Check::Sign),
    (b" or ", Check::Join(1, 2)),
    (b"+or+", Check::Join(1, 2)),
    (b"\nor", Check::Join(1, 2)),
    (b"/or", Check::Join(1, 2)),
    (b")or", Check::Join(1, 2)),
    (b"or(", Check::Join(0, 2)),
    (b"or'", Check::Join(0, 2)),
    (b"or\"", Check::Join(0, 2)),
    (b"or/*", Check::Join(0, 2)),
    (b"or\n", Check::Join(0, 2)),
    (b"1or", Check::Join(1, 2)),
    (b" and ", Check::Join(1, 3)),
    (b"+and+", Check::Join(1, 3)),
    (b"\nand", Check::Join(1, 3)),
    (b"/and", Check::Join(1, 3)),
    (b")and", Check::Join(1, 3)),
    (b"and(", Check::Join(0, 3)),
    (b"and'", Check::Join(0, 3)),
    (b"and/*", Check::Join(0, 3)),
    (b"and\n", Check::Join(0, 3)),
    (b" xor ", Check::Join(1, 3)),
    (b" having ", Check::Join(1, 6)),
    (b"+having+", Check::Join(1, 6)),
    (b"||", Check::Join(0, 2)),
    (b"&&", Check::Join(0, 2)),
    (b"select", Check::Select),
    (b"order", Check::Order),
    (b"drop", Check::Statement),
    (b"create", Check::Statement),
    (b"alter", Check::Statement),
    (b"truncate", Check::Statement),
    (b"insert", Check::Statement),
    (b"update", Check::Statement),
    (b"delete", Check::Statement),
    (b"declare", Check::Statement),
    (b"exec", Check::Statement),
    (b"waitfor", Check::Statement),
    (b"shutdown", Check::Statement),
    (b"=or ", Check::Join(1, 2)),
    (b"=or+", Check::Join(1, 2)),
    (b"=and ", Check::Join(1, 3)),
    (b"=and+", Check::Join(1, 3)),
    (b"--", Check::Comment),
    (b"/*", Check::InnerComment),
    (b"/*!", Check::Sure(SqlInjection)),
    (b"/**/", Check::Sure(SqlInjection)),
    (b"information_schema", Check::Sure(SqlInjection)),
    (b"pg_sleep", Check::Sure(SqlInjection)),
    (b"sleep(", Check::Wait),
    (b"sleep (", Check::Wait),
    (b"benchmark(", Check::Wait),
    (b"extractvalue(", Check::Sure(SqlInjection)),
    (b"updatexml(", Check::Sure(SqlInjection)),
    (b"load_file(", Check::Sure(SqlInjection)),
    (b"into outfile", Check::Sure(SqlInjection)),
    (b"into dumpfile", Check::Sure(SqlInjection)),
    (b"into+outfile", Check::Sure(SqlInjection)),
    (b"load data infile", Check::Sure(SqlInjection)),
    (b"group_concat", Check::Sure(SqlInjection)),
    (b"concat(0x", Check::Sure(SqlInjection)),
    (b"concat_ws(", Check::Sure(SqlInjection)),
    (b"xp_cmdshell", Check::Sure(SqlInjection)),
    (b"xp_dirtree", Check::Sure(SqlInjection)),
    (b"xp_reg", Check::Sure(SqlInjection)),
    (b"sp_executesql", Check::Sure(SqlInjection)),
    (b"sp_oacreate", Check::Sure(SqlInjection)),
    (b"sp_password", Check::Sure(SqlInjection)),
    (b"sp_makewebtask", Check::Sure(SqlInjection)),
    (b"utl_inaddr", Check::Sure(SqlInjection)),
    (b"utl_http", Check::Sure(SqlInjection)),
    (b"dbms_pipe", Check::Sure(SqlInjection)),
    (b"dbms_lock", Check::Sure(SqlInjection)),
    (b"dbms_", Check::Sure(SqlInjection)),
    (b"@@version", Check::Sure(SqlInjection)),
    (b"@@hostname", Check::Sure(SqlInjection)),
    (b"@@datadir", Check::Sure(SqlInjection)),
    (b"sysobjects", Check::Sure(SqlInjection)),
    (b"syscolumns", Check::Sure(SqlInjection)),
    (b"sysusers", Check::Sure(SqlInjection)),
    (b"sysdatabases", Check::Sure(SqlInjection)),
    (b"msysaccessobjects", Check::Sure(SqlInjection)),
    (b"mysql.user", Check::Sure(SqlInjection)),
    (b"pg_catalog", Check::Sure(SqlInjection)),
    (b"pg_shadow", Check::Sure(SqlInjection)),
    (b"pg_read_file", Check::Sure(SqlInjection)),
    (b"sqlite_master", Check::Sure(SqlInjection)),
    (b"user_tables", Check::Sure(SqlInjection)),
    (b"all_tables", Check::Sure(SqlInjection)),
    (b"is_srvrolemember", Check::Sure(SqlInjection)),
    (b"procedure analyse", Check::Sure(SqlInjection)),
    (b"make_set(", Check::Sure(SqlInjection)),
    (b"gtid_subset(", Check::Sure(SqlInjection)),
    (b"json_keys(", Check::Sure(SqlInjection)),
    (b"unhex(", Check::Sure(SqlInjection)),
    (b"db_name(", Check::Sure(SqlInjection)),
    (b"count(*)", Check::Sure(SqlInjection)),
    (b"randomblob(", Check::Sure(SqlInjection)),
    (b"generate_series(", Check::Sure(SqlInjection)),
    (b"name_const(", Check::Sure(SqlInjection)),
    (b"xmltype(", Check::Sure(SqlInjection)),
    (b"find_in_set(", Check::Sure(SqlInjection)),
    (b"current_user(", Check::Sure(SqlInjection)),
    (b"session_user(", Check::Sure(SqlInjection)),
    (b"system_user(", Check::Sure(SqlInjection)),
    (b"row_to_json(", Check::Sure(SqlInjection)),
    (b"json_build_object(", Check::Sure(SqlInjection)),
    (b"pg_ls_dir", Check::Sure(SqlInjection)),
    (b"lo_import(", Check::Sure(SqlInjection)),
    (b"ctxsys.", Check::Sure(SqlInjection)),
    (b"having count(", Check::Sure(SqlInjection)),
    (b"union values(", Check::Sure(SqlInjection)),
    (b"except values(", Check::Sure(SqlInjection)),
    (b"intersect values(", Check::Sure(SqlInjection)),
    (b"::json", Check::Sure(SqlInjection)),
    (b"::regclass", Check::Sure(SqlInjection)),
    (b"::varchar", Check::Sure(SqlInjection)),
    (b"1.e(", Check::Sure(SqlInjection)),
    (b"bfilename", Check::Sure(SqlInjection)),
    (b"mysql.db", Check::Sure(SqlInjection)),
    (b"ascii(", Check::Function),
    (b"substring(", Check::Function),
    (b"substr(", Check::Function),
    (b"char(", Check::Function),
    (b"chr(", Check::Function),
    (b"concat(", Check::Function),
    (b"convert(", Check::Function),
    (b"cast(", Check::Function),
    (b"database(", Check::Function),
    (b"version(", Check::Function),
    (b"user(", Check::Function),
    (b"hex(", Check::Function),
    (b"length(", Check::Function),
    (b"md5(", Check::Function),
    (b"if(", Check::Function),
    (b"case when", Check::Function),
    (b"rlike", Check::Function),
    // MongoDB, <https://www.mongodb.com/docs/manual/reference/operator/query/>.
    (b"[$", Check::Operator),
    (b"$where", Check::Operator),
    (b"\"$", Check::Operator),
    (b"'$", Check::Operator),
    (b"$ne:", Check::Operator),
    (b"$gt:", Check::Operator),
    (b"$nin:", Check::Operator),
    (b"$regex:", Check::Operator),
    // LDAP, <https://www.rfc-editor.org/rfc/rfc4515>.
    (b")(|(", Check::Filter),
    (b"*)(uid=", Check::Filter),
    (b"*)(cn=", Check::Filter),
    (b"*)(mail=", Check::Filter),
    (b"*)(objectclass=", Check::Filter),
    // Headers of HTTP.
    (b"set-cookie:", Check::Header),
    (b"content-type:", Check::Header),
    (b"content-length:", Check::Header),
    (b"transfer-encoding:", Check::Header),
    (b"x-xss-protection:", Check::Header),
    (b"location:", Check::Header),
];

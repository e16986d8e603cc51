//! Help in both languages, and the parsing that shows it.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use crate::cli::arguments::Cli;
use crate::language::Language;

/// Reads the command line; help and errors of usage are the error.
pub(crate) fn parse(arguments: &[OsString], language: Language) -> Result<Cli, clap::Error> {
    let mut command = command(language);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Names of the verbs.
pub(crate) fn verbs() -> impl Iterator<Item = &'static str> {
    VERBS.iter().map(|(name, _)| *name).filter(|name| !name.is_empty())
}

/// The command with its help in `language`.
pub(crate) fn command(language: Language) -> Command {
    let command = Cli::command();
    match language {
        Language::English => command,
        Language::Vietnamese => vietnamese(command),
    }
}

const OPTIONS: &str = "Tùy chọn";
const TEMPLATE: &str = "{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}";

/// Verbs in Vietnamese; the first, without name, is the program itself.
const VERBS: [(&str, &str); 8] = [
    ("", "Cung – cầu lao động theo ngành: thiếu hụt, dôi dư và mức độ chắc chắn"),
    ("run", "Dự báo cầu, cung và chênh lệch; không nêu lệnh thì làm việc này"),
    ("validate", "Liệt kê mọi lỗi của mô hình hay số liệu, hoặc các đồng nhất thức của kết quả"),
    ("compare", "So sánh hai kết quả hoặc hai kịch bản: thay đổi gì và vì sao"),
    ("chart", "Vẽ một biểu đồ của kết quả"),
    ("new", "Ghi các mô hình và bộ số liệu kèm theo ra thư mục để làm mô hình riêng"),
    ("list", "Liệt kê mô hình, kịch bản, bộ số liệu và loại biểu đồ"),
    ("completions", "In tập lệnh gợi ý cho một shell"),
];

/// Arguments in Vietnamese by identifier, or by verb and identifier where verbs differ.
const ARGUMENTS: [(&str, &str); 26] = [
    (
        "lang",
        "Ngôn ngữ của kết quả và thông báo: vi hoặc en [mặc định: vi nếu hệ thống dùng, không thì en]",
    ),
    ("json", "In một tài liệu JSON ra đầu ra chuẩn"),
    ("quiet", "Không in ghi chú và tiến độ ra đầu ra lỗi"),
    ("help", "In trợ giúp"),
    ("version", "In phiên bản"),
    ("model", "Tên mô hình kèm theo, hoặc đường dẫn tới model.toml [mặc định: khanh-hoa]"),
    ("scenarios", "Kịch bản cần chạy, có thể lặp lại; all: mọi kịch bản [mặc định: theo mô hình]"),
    ("to", "Năm cuối của dự báo [mặc định: theo mô hình]"),
    ("draws", "Số đường mô phỏng, 1 đến 1.000.000 [mặc định: 2000]"),
    ("seed", "Hạt giống ngẫu nhiên; cùng hạt giống thì cùng kết quả [mặc định: 20251101]"),
    ("out", "Thư mục kết quả [mặc định: results/<mô hình>]"),
    ("outputs", "Ghi những gì: all (tất cả) hoặc tables (chỉ các bảng) [mặc định: all]"),
    ("threads", "Số luồng tính; kết quả không phụ thuộc vào đó [mặc định: theo số bộ xử lý]"),
    ("target", "Mô hình, model.toml, thư mục hay tệp số liệu, hoặc kết quả [mặc định: khanh-hoa]"),
    ("old", "Thư mục kết quả cũ"),
    ("new", "Thư mục kết quả mới"),
    ("compare.scenarios", "Hai kịch bản cần so sánh, của một kết quả hay của mỗi kết quả một cái"),
    ("top", "Số chênh lệch được hiện, lớn nhất trước [mặc định: 20]"),
    ("run", "Thư mục kết quả"),
    ("kind", "Loại biểu đồ; xem labourcast list"),
    ("sector", "Ngành, ví dụ I hoặc VSIC2018:I [mặc định: mọi ngành]"),
    ("scenario", "Kịch bản [mặc định: kịch bản đầu của kết quả]"),
    ("format", "Định dạng tệp: svg hoặc png [mặc định: theo --out, nếu không thì svg]"),
    ("chart.out", "Tệp cần ghi [mặc định: <loại>.<định dạng>]"),
    ("folder", "Thư mục sẽ được tạo; phải chưa có hoặc còn trống"),
    ("shell", "Shell: bash, elvish, fish, powershell hoặc zsh"),
];

const EXIT_CODES: &str = "Mã thoát: 0 xong · 2 sai cách dùng · 3 số liệu vào có lỗi · 4 mô hình \
hoặc kiểm định không đạt · 5 tệp hoặc quyền · 6 xong một phần, phần hỏng được báo";

fn vietnamese(command: Command) -> Command {
    let named = texts(command, "").arg(flag("version", 'V', ArgAction::Version));
    let verbs: Vec<String> =
        named.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let named = verbs
        .into_iter()
        .fold(named, |command, name| command.mut_subcommand(&name, |verb| texts(verb, &name)));
    named
        .subcommand_help_heading("Lệnh")
        .after_help(EXIT_CODES)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
}

fn texts(command: Command, verb: &str) -> Command {
    let about = VERBS.iter().find(|(name, _)| *name == verb).map_or("", |(_, text)| *text);
    let mut order = 0;
    let command = command.about(about).help_template(TEMPLATE).mut_args(|argument| {
        let heading = if argument.is_positional() { "Tham số" } else { OPTIONS };
        let text = explanation(verb, argument.get_id().as_str()).unwrap_or("");
        let takes_value = argument.get_action().takes_values();
        let argument = argument.help(text).help_heading(heading);
        let argument = argument.hide_possible_values(takes_value).hide_default_value(takes_value);
        order += 1;
        if argument.is_global_set() { argument } else { argument.display_order(order) }
    });
    command.disable_help_flag(true).arg(flag("help", 'h', ArgAction::Help))
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    let text = explanation("", name).unwrap_or("");
    Arg::new(name).long(name).short(short).action(action).help(text).help_heading(OPTIONS)
}

fn explanation(verb: &str, id: &str) -> Option<&'static str> {
    let of = |key: &str| ARGUMENTS.iter().find(|(known, _)| *known == key).map(|(_, text)| *text);
    of(&format!("{verb}.{id}")).or_else(|| of(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(command: &Command) -> Vec<String> {
        command.get_arguments().map(|argument| argument.get_id().to_string()).collect()
    }

    #[test]
    fn every_verb_and_every_argument_is_explained_in_vietnamese() {
        let command = command(Language::English);
        for verb in command.get_subcommands() {
            assert!(VERBS.iter().any(|(name, _)| *name == verb.get_name()), "{}", verb.get_name());
            for id in ids(verb) {
                assert!(explanation(verb.get_name(), &id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn the_definition_of_the_command_is_consistent_in_both_languages() {
        command(Language::English).debug_assert();
        command(Language::Vietnamese).debug_assert();
    }
}

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
const VERBS: [(&str, &str); 13] = [
    ("", "Cung – cầu lao động theo ngành: thiếu hụt, dôi dư và mức độ chắc chắn"),
    ("run", "Dự báo cầu, cung và chênh lệch; không nêu lệnh thì làm việc này"),
    (
        "targets",
        "Xem các chỉ tiêu kế hoạch: nhịp độ, xác suất, đánh giá, tính nhất quán, giải pháp",
    ),
    ("order", "Số chỗ học cần đặt hàng của từng chương trình: hiện nay, tính ngược, tối ưu"),
    ("validate", "Liệt kê mọi lỗi của mô hình hay số liệu, hoặc các đồng nhất thức của kết quả"),
    ("compare", "So sánh hai kết quả hoặc hai kịch bản: thay đổi gì và vì sao"),
    ("chart", "Vẽ một biểu đồ của kết quả"),
    ("forecast", "Dự báo mọi chuỗi của một bảng dài, kèm khoảng dự báo"),
    ("backtest", "Đo xem dự báo tại các thời điểm trước đây đúng đến đâu"),
    ("reconcile", "Làm cho dự báo của các chuỗi cộng được với nhau khớp tổng"),
    ("new", "Ghi các mô hình và bộ số liệu kèm theo ra thư mục để làm mô hình riêng"),
    ("list", "Liệt kê mô hình, kịch bản, bộ số liệu và loại biểu đồ"),
    ("completions", "In tập lệnh gợi ý cho một shell"),
];

/// Arguments in Vietnamese by identifier, or by verb and identifier where verbs differ.
const ARGUMENTS: [(&str, &str); 59] = [
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
    ("areas", "Các địa bàn cần so sánh, của mô hình nhiều địa bàn [mặc định: theo mô hình]"),
    ("draws", "Số đường mô phỏng, 1 đến 1.000.000 [mặc định: 2000]"),
    ("seed", "Hạt giống ngẫu nhiên; cùng hạt giống thì cùng kết quả [mặc định: 20251101]"),
    ("out", "Thư mục kết quả [mặc định: results/<mô hình>]"),
    ("order.out", "Thư mục ghi thêm mọi kết quả của lần chạy [mặc định: không ghi]"),
    ("targets.out", "Thư mục ghi thêm mọi kết quả của lần chạy [mặc định: không ghi]"),
    (
        "levers",
        "Các kịch bản làm cùng lúc như giải pháp, cách nhau bằng dấu phẩy: mỗi giải pháp thu hẹp bao nhiêu [mặc định: từng kịch bản riêng lẻ]",
    ),
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
    ("file", "Tệp CSV hoặc Parquet có các cột unique_id, ds (năm hoặc ngày ISO) và y"),
    ("horizon", "Số kỳ cần dự báo"),
    (
        "season",
        "Số kỳ của một mùa vụ; nếu nêu nhiều, ví dụ 24,168, mstl tách mọi mùa vụ, mô hình khác dùng số đầu [mặc định: theo ngày trong bảng]",
    ),
    (
        "models",
        "Mô hình: auto, ets, ets:AAdN, arima, theta, dot, ces, drift, naive… và bao quanh chúng stl(ets), mstl(ets,24,168), log(ets), boxcox(ets), breaks(ets), có thể lặp lại [mặc định: auto]",
    ),
    (
        "mask",
        "Năm, tháng hoặc ngày có giá trị bất thường, ví dụ 2020,2021: không học gì từ các giá trị đó",
    ),
    (
        "at_most",
        "Giá trị lớn nhất có thể có, ví dụ 1 hoặc 100 đối với tỷ trọng; dự báo không vượt quá [mặc định: không giới hạn]",
    ),
    ("level", "Mức của các khoảng dự báo, phần trăm, cách nhau bằng dấu phẩy [mặc định: 80,95]"),
    ("paths", "Số đường mô phỏng ghi cạnh dự báo, chung cho mọi chuỗi"),
    (
        "regressors",
        "Bảng biến giải thích cho arima, ridge, lasso và elastic-net: unique_id, ds và mỗi biến một cột, cả quá khứ và kỳ dự báo; có cột draw thì kỳ dự báo là các đường mô phỏng",
    ),
    (
        "terms",
        "Các cột của hồi quy, ví dụ gdp,gdp@1,step(2020),pulse(2021),trend; x@1 là x của kỳ trước [mặc định: các cột của bảng]",
    ),
    (
        "temporal",
        "Dự báo tháng, quý và năm khớp nhau: số liệu của kỳ dài là tổng các kỳ ngắn, hoặc trung bình nếu là --temporal=mean, như số lao động",
    ),
    (
        "temporal_weights",
        "Trọng số của dự báo kỳ dài khi dùng --temporal: variance hoặc structural [mặc định: variance]",
    ),
    ("fitted", "Ghi tham số, hàm hợp lý và trạng thái của từng mô hình cạnh dự báo"),
    ("forecast.out", "Tệp cần ghi: .csv, .parquet hoặc .json [mặc định: CSV ra đầu ra chuẩn]"),
    ("forecast.seed", "Hạt giống của các đường mô phỏng [mặc định: 20251101]"),
    (
        "min_train",
        "Số giá trị ít nhất của một chuỗi trước thời điểm gốc [mặc định: 10, hoặc hai mùa rưỡi]",
    ),
    ("step", "Số kỳ giữa hai thời điểm gốc [mặc định: 1]"),
    ("backtest.out", "Thư mục ghi sai số và điểm số [mặc định: không ghi]"),
    ("forecasts", "Bảng có unique_id, ds, mean và, nếu có, model, median, lo_80, hi_80…"),
    ("hierarchy", "Bảng có unique_id và parent, hoặc unique_id và các cột nhóm"),
    ("method", "bottom_up, top_down, middle_out, ols, wls_struct, wls_var hoặc mint_shrink"),
    ("nonnegative", "Không để chuỗi nào âm"),
    ("groups", "Các nhóm được cộng gộp, ví dụ sector,area,sector/area [mặc định: mọi tổ hợp]"),
    ("reconcile.level", "Cấp giữ nguyên dự báo, cho middle_out: độ sâu tính từ 0, hoặc tên nhóm"),
    ("proportions", "Cách chia dự báo: forecast, average hoặc of_averages [mặc định: forecast]"),
    ("residuals", "Bảng có unique_id, ds và residual, cho wls_var và mint_shrink"),
    ("observations", "Bảng có unique_id, ds và y, khi chia theo tỷ trọng quá khứ"),
    ("reconcile.paths", "Các đường mô phỏng cần khớp cùng dự báo: unique_id, ds, draw và value"),
    ("reconcile.out", "Tệp cần ghi: .csv, .parquet hoặc .json [mặc định: CSV ra đầu ra chuẩn]"),
    ("shell", "Shell: bash, elvish, fish, powershell hoặc zsh"),
];

const RECONCILE_FILES: &str = "Bảng phân cấp là một cây (unique_id,parent; cấp cao nhất để trống parent) \
hoặc các nhóm của chuỗi chi tiết (unique_id,sector,area,…); tổng của nhóm mang tên total, sector=A, \
sector=A/area=VN…\n\nCó --paths thì mọi đường mô phỏng đều khớp tổng và khoảng dự báo lấy từ các \
đường đó. Không có thì khoảng dời theo giá trị trung bình và giữ nguyên bề rộng: khi đó nó không \
phải là khoảng của sai số sau khi khớp.";

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
    let command = if verb == "reconcile" { command.after_help(RECONCILE_FILES) } else { command };
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

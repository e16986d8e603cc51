//! Where the command writes, and in which language.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use crate::cli::answer::Format;
use crate::cli::arguments::OutputArgs;
use crate::language::Language;

/// The two streams of a command and what is known of its user.
#[expect(missing_debug_implementations, reason = "streams have nothing to show")]
pub struct Console<'a> {
    pub(crate) out: &'a mut dyn Write,
    pub(crate) err: &'a mut dyn Write,
    language: Language,
    screen: Screen,
}

/// Whether somebody watches standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    Watched,
    Unwatched,
}

impl<'a> Console<'a> {
    /// The console of a process: its language is that of the environment.
    pub fn standard(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Self {
        let screen = if io::stderr().is_terminal() { Screen::Watched } else { Screen::Unwatched };
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty());
        Self { out, err, language: language_of(locale.as_deref()), screen }
    }

    /// A console that speaks `language` to nobody on a terminal.
    pub fn unwatched(out: &'a mut dyn Write, err: &'a mut dyn Write, language: Language) -> Self {
        Self { out, err, language, screen: Screen::Unwatched }
    }
}

fn language_of(locale: Option<&str>) -> Language {
    match locale {
        Some(name) if name.starts_with("vi") => Language::Vietnamese,
        _ => Language::English,
    }
}

/// How the command speaks: language, form and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Speech {
    pub(crate) language: Language,
    pub(crate) format: Format,
    pub(crate) notes: Notes,
    pub(crate) screen: Screen,
}

/// Whether notes and progress are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notes {
    Shown,
    Silent,
}

impl Speech {
    /// Read from the raw arguments, so that an error of parsing is told the way that was asked.
    pub(crate) fn before_parsing(arguments: &[OsString], console: &Console) -> Self {
        let words: Vec<&str> = arguments
            .iter()
            .skip(1)
            .filter_map(|word| word.to_str())
            .take_while(|word| *word != "--")
            .collect();
        let given = |flags: &[&str]| words.iter().any(|word| flags.contains(word));
        let language = words
            .iter()
            .enumerate()
            .filter_map(|(i, word)| match *word {
                "--lang" => words.get(i + 1).copied(),
                _ => word.strip_prefix("--lang="),
            })
            .find_map(|tag| tag.parse().ok());
        Self {
            language: language.unwrap_or(console.language),
            format: if given(&["--json"]) { Format::Json } else { Format::Text },
            notes: if given(&["--quiet", "-q"]) { Notes::Silent } else { Notes::Shown },
            screen: console.screen,
        }
    }

    /// The way that was asked, now that the arguments are understood.
    pub(crate) fn as_asked(self, arguments: &OutputArgs) -> Self {
        Self {
            language: arguments.lang.map_or(self.language, Language::from),
            format: if arguments.json { Format::Json } else { Format::Text },
            notes: if arguments.quiet { Notes::Silent } else { Notes::Shown },
            screen: self.screen,
        }
    }

    /// The version of a composed text in the language spoken.
    pub(crate) fn choose(self, vi: String, en: String) -> String {
        match self.language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
    }

    /// The version of a fixed text in the language spoken.
    pub(crate) const fn say<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self.language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(words: &[&str], environment: Language) -> Speech {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let console = Console::unwatched(&mut out, &mut err, environment);
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        Speech::before_parsing(&words, &console)
    }

    #[test]
    fn the_language_is_that_of_the_option_then_of_the_environment() {
        let vi = Language::Vietnamese;
        assert_eq!(speech(&["labourcast"], vi).language, vi);
        assert_eq!(speech(&["labourcast", "--lang", "en"], vi).language, Language::English);
        assert_eq!(speech(&["labourcast", "list", "--lang=vi"], Language::English).language, vi);
        assert_eq!(language_of(Some("vi_VN.UTF-8")), vi);
        assert_eq!(language_of(Some("C")), Language::English);
        assert_eq!(language_of(None), Language::English);
    }

    #[test]
    fn json_is_recognised_wherever_it_stands_but_not_after_the_end_of_options() {
        let en = Language::English;
        assert_eq!(speech(&["labourcast", "run", "--json"], en).format, Format::Json);
        assert_eq!(speech(&["labourcast", "run", "--", "--json"], en).format, Format::Text);
        assert_eq!(speech(&["labourcast", "-q"], en).notes, Notes::Silent);
    }
}

//! Progress on standard error, shown only to somebody who has waited for a second.

use std::borrow::Cow;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::console::{Notes, Screen, Speech};
use crate::language::Language;
use crate::pipeline::Stage;

/// Time without a bar; most runs are over by then.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two pictures of the bar.
const TICK: Duration = Duration::from_millis(100);
/// Steps of a run, reading and writing included.
const STEPS: u64 = 6;
const TEMPLATE: &str = "{spinner} [{pos}/{len}] {msg} {elapsed}";

/// A bar that appears late and goes without trace.
pub(crate) struct Progress {
    speech: Speech,
    bar: ProgressBar,
    /// Dropped to end the watch.
    done: Option<Sender<()>>,
    watch: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins a run with its stages.
    pub(crate) fn begin(speech: Speech) -> Self {
        Self::of(speech, STEPS)
    }

    /// Begins `n` pieces of work, each told by [`Self::doing`].
    pub(crate) fn of(speech: Speech, n: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(n), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        let mut progress = Self { speech, bar, done: None, watch: None };
        if speech.screen == Screen::Watched && speech.notes == Notes::Shown {
            progress.watch();
        }
        progress
    }

    fn watch(&mut self) {
        let (done, wait) = mpsc::channel::<()>();
        let bar = self.bar.clone();
        self.watch = Some(thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(TICK);
            }
        }));
        self.done = Some(done);
    }

    /// The language the run speaks.
    pub(crate) const fn language(&self) -> Language {
        self.speech.language
    }

    pub(crate) fn reading(&self) {
        self.show(0, self.speech.say("đọc số liệu", "reading"));
    }

    pub(crate) fn stage(&self, stage: Stage) {
        let (position, message) = match stage {
            Stage::Preparing => (1, self.speech.say("chuẩn bị số liệu", "preparing")),
            Stage::Fitting => (2, self.speech.say("ước lượng và kiểm định", "fitting")),
            Stage::Projecting => (3, self.speech.say("dự báo cung và cầu", "projecting")),
            Stage::Summarising => (4, self.speech.say("lập bảng", "making tables")),
        };
        self.show(position, message);
    }

    pub(crate) fn writing(&self) {
        self.show(5, self.speech.say("ghi kết quả", "writing"));
    }

    /// Says what is being done, after `n_done` pieces of work.
    pub(crate) fn doing(&self, n_done: usize, what: String) {
        self.show(n_done as u64, what);
    }

    fn show(&self, position: u64, message: impl Into<Cow<'static, str>>) {
        self.bar.set_position(position);
        self.bar.set_message(message);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(watch) = self.watch.take() {
            // A watch that panicked drew nothing; the run does not depend on it.
            let _ = watch.join();
        }
        self.bar.finish_and_clear();
    }
}

//! How a command ends.

use std::process::ExitCode;

use anyhow::Result;

use crate::stop_signal::StopSignal;

/// The result of a command that has already reported its failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All went well.
    Success,
    /// Something failed.
    Failure,
    /// A person stopped it.
    Interrupted,
}

impl Outcome {
    /// Whether all went well.
    pub fn of(success: bool) -> Self {
        if success { Self::Success } else { Self::Failure }
    }

    /// Runs a command that ends by itself. If it is interrupted, everything that it started is
    /// stopped too.
    pub async fn until_stopped(command: impl Future<Output = Result<Self>>) -> Result<Self> {
        let mut stop = StopSignal::new()?;
        tokio::select! {
            result = command => result,
            () = stop.received() => Ok(Self::Interrupted),
        }
    }

    /// The exit code of the process; an error is shown.
    pub fn report(result: Result<Self>) -> ExitCode {
        match result {
            Ok(Self::Success) => ExitCode::SUCCESS,
            Ok(Self::Failure) => ExitCode::FAILURE,
            // What a shell shows for a program that Ctrl-C ended.
            Ok(Self::Interrupted) => ExitCode::from(130),
            Err(error) => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        }
    }
}

//! Decides when instances are made, shared, reused and dropped.
//!
//! The loop itself is wasmtime's `ProxyHandler`, as in Spin. This module makes its decisions.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::Sleep;
use wasmtime::component::GuestTaskId;
use wasmtime::{Engine, Result, Store, StoreContextMut};
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::{WasiHttpCtxView, WasiHttpView};

use crate::component::Component;
use crate::state::State;
use crate::trace::{self, Trace};

/// How much to use one instance; options of `up`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Reuse {
    /// Requests that an instance answers before it is dropped
    #[arg(long, value_name = "COUNT", default_value_t = 128)]
    max_instance_reuse_count: usize,
    /// Requests that an instance answers at once
    #[arg(long, value_name = "COUNT", default_value_t = 16)]
    max_instance_concurrent_reuse_count: usize,
    /// Time until an idle instance is dropped: seconds, or with s, ms, us or ns
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = parse_duration)]
    idle_instance_timeout: Duration,
    /// Time until a request without an answer is given up; unlimited by default
    #[arg(long, value_name = "TIME", value_parser = parse_duration)]
    request_timeout: Option<Duration>,
}

impl Reuse {
    /// A new instance for each request. No option changes that.
    const NONE: Self = Self {
        max_instance_reuse_count: 1,
        max_instance_concurrent_reuse_count: 1,
        idle_instance_timeout: Duration::ZERO,
        request_timeout: None,
    };
}

/// The instances of one component.
pub struct Instances {
    /// What they have in common.
    pub component: Arc<Component>,
    engine: Engine,
    service: ProxyPre<State>,
    view: View,
    reuse: Reuse,
    /// Where calls are traced.
    pub trace: Option<Arc<Trace>>,
}

/// How a request reaches an instance.
type View = fn(&mut State) -> WasiHttpCtxView<'_>;

impl Instances {
    /// `service` is what the instances are made from. `reuse` says how long they live, except those
    /// for WASI 0.2, which answer one request each.
    pub fn new(
        component: Arc<Component>,
        engine: Engine,
        service: ProxyPre<State>,
        reuse: Reuse,
        trace: Option<Arc<Trace>>,
    ) -> Self {
        let (view, reuse): (View, _) = match service {
            ProxyPre::P2(_) => (State::http, Reuse::NONE),
            ProxyPre::P3(_) => (State::incoming_http, reuse),
        };
        // So that each call is of one request.
        let at_once = match trace {
            Some(_) => 1,
            None => reuse.max_instance_concurrent_reuse_count,
        };
        let reuse = Reuse { max_instance_concurrent_reuse_count: at_once, ..reuse };
        Self { component, engine, service, view, reuse, trace }
    }
}

impl HandlerState for Instances {
    type StoreData = State;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> Result<Instance<State, Expiration, Worker>> {
        let state = State::new(Arc::clone(&self.component))?;
        let mut store = Store::new(&self.engine, state);
        // Never: half of the range, because the current epoch is added to it.
        store.set_epoch_deadline(u64::MAX / 2);
        let proxy = self.service.instantiate_async(&mut store).await?;
        if let Some(trace) = &self.trace {
            trace.watch(&mut store);
        }
        Ok(Instance {
            store,
            proxy,
            view: self.view,
            expiration: Expiration {
                reuse: self.reuse,
                sleep: Box::pin(tokio::time::sleep(Duration::MAX)),
            },
            state: Worker { component: Arc::clone(&self.component), reuse: self.reuse },
        })
    }
}

/// Ends an instance that is idle, or whose requests take too long.
pub struct Expiration {
    reuse: Reuse,
    sleep: Pin<Box<Sleep>>,
}

impl WorkerExpiration for Expiration {
    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        status: WorkerStatus,
        since: Instant,
    ) -> Poll<()> {
        let limit = match status {
            WorkerStatus::Idle => Some(self.reuse.idle_instance_timeout),
            WorkerStatus::Requests | WorkerStatus::PostReturn => self.reuse.request_timeout,
        };
        let Some(deadline) = limit.and_then(|limit| since.checked_add(limit)) else {
            return Poll::Pending;
        };
        let deadline = deadline.into();
        if self.sleep.deadline() != deadline {
            self.sleep.as_mut().reset(deadline);
        }
        self.sleep.as_mut().poll(context)
    }
}

/// Decides for an instance whether it takes one more request.
pub struct Worker {
    component: Arc<Component>,
    reuse: Reuse,
}

impl WorkerState for Worker {
    type StoreData = State;
    /// What the request is called in a trace.
    type RequestData = Option<String>;

    fn should_accept_request(&self, running: usize, total: usize) -> ShouldAccept {
        if total >= self.reuse.max_instance_reuse_count {
            ShouldAccept::Never
        } else if running >= self.reuse.max_instance_concurrent_reuse_count {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        store: StoreContextMut<'_, State>,
        request: Option<String>,
        _task: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        trace::begin(store, request);
        match self.reuse.request_timeout {
            Some(limit) => Box::pin(tokio::time::sleep(limit)),
            None => Box::pin(std::future::pending()),
        }
    }

    fn drop(&self, store: Store<State>, result: Result<()>) {
        trace::end(store);
        if let Err(error) = result {
            eprintln!("An instance of component {:?} ended: {error:?}", self.component.id);
        }
    }
}

/// Parses a time as Spin writes it.
fn parse_duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number =
        digits.parse().map_err(|_| format!("{text:?} is not a whole number with a unit"))?;
    match &text[digits.len()..] {
        "" | "s" => Ok(Duration::from_secs(number)),
        "ms" => Ok(Duration::from_millis(number)),
        "us" | "μs" => Ok(Duration::from_micros(number)),
        "ns" => Ok(Duration::from_nanos(number)),
        unit => Err(format!("{unit:?} is not a unit of time; s, ms, us and ns are")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_spin_reads_them() {
        for (text, expected) in [
            ("5", Duration::from_secs(5)),
            ("5s", Duration::from_secs(5)),
            ("5ms", Duration::from_millis(5)),
            ("5us", Duration::from_micros(5)),
            ("5ns", Duration::from_nanos(5)),
        ] {
            assert_eq!(parse_duration(text), Ok(expected));
        }
        for text in ["", "s", "5m", "1..2s", "-1", "1.5s"] {
            parse_duration(text).unwrap_err();
        }
    }
}

//! The WebAssembly engine, set up as Spin sets up its own.

use std::env;

use anyhow::{Context, Result};
use wasmtime::{Cache, Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

/// Instances alive at once, across all components.
const INSTANCES: u32 = 1_000;

/// Sets the number of stacks, as in Spin. By default it equals the number of instances. A request
/// that finds no stack ends its instance.
const STACKS: &str = "SPIN_WASMTIME_TOTAL_STACKS";

/// What an engine is to be able to do.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Keeps compiled components between runs.
    pub cache: bool,
    /// Compiles components with interruption points.
    pub epochs: bool,
    /// Lets the host look at the globals of instances.
    pub traced: bool,
}

/// Builds the engine.
///
/// # Errors
/// When the number of stacks is not a number, or more than the machine can have.
pub fn new(options: Options) -> Result<Engine> {
    let mut config = Config::new();
    config.wasm_component_model(true);
    config.wasm_component_model_async(true);
    // Spin compiles with interruption points. They cost a little, so this host has them too.
    // Nothing ever interrupts, as in Spin without a deadline.
    config.epoch_interruption(options.epochs);
    config.guest_debug(options.traced);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pooling()?));
    if options.cache {
        match Cache::from_file(None) {
            Ok(cache) => drop(config.cache(Some(cache))),
            Err(error) => eprintln!("Warning: starting without the compilation cache: {error:#}"),
        }
    }
    Ok(Engine::new(&config)?)
}

fn pooling() -> Result<PoolingAllocationConfig> {
    const MIB: usize = 1 << 20;
    let stacks = match env::var(STACKS) {
        Ok(number) => number
            .parse()
            .with_context(|| format!("{STACKS}={number} is not a number of stacks"))?,
        Err(_) => INSTANCES,
    };
    let mut pooling = PoolingAllocationConfig::default();
    pooling
        .total_component_instances(INSTANCES)
        .total_memories(INSTANCES)
        .total_stacks(stacks)
        .total_tables(2 * INSTANCES)
        .total_core_instances(4 * INSTANCES)
        .table_elements(100_000)
        .max_component_instance_size(10 * MIB)
        .max_core_instance_size(10 * MIB)
        .max_core_instances_per_component(200)
        .max_tables_per_component(64)
        .max_memories_per_component(32)
        .max_tables_per_module(2)
        .max_memories_per_module(2)
        .max_memory_size(4096 * MIB)
        .linear_memory_keep_resident(2 * MIB)
        .table_keep_resident(MIB / 2);
    Ok(pooling)
}

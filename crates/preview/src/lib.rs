//! `connectly_markdown::render` for browsers, as a WebAssembly module without imports.
//!
//! A page calls [`allocate`] for the length of a text in UTF-8, writes the text there, calls
//! [`render`], reads the HTML at the place that it returns, and gives that to [`release`].
//! `frontend/src/shared/markdown/render.ts` does.

#![allow(unsafe_code, reason = "a page and this module share nothing but memory")]

/// Memory for a text of this many bytes. It belongs to the caller until [`render`] takes it.
#[unsafe(no_mangle)]
pub extern "C" fn allocate(length: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; length].into_boxed_slice()).cast()
}

/// The HTML of a text: its address in the upper 32 bits and its length in bytes in the lower ones. It
/// belongs to the caller until [`release`] takes it.
///
/// # Safety
///
/// `text` comes from [`allocate`] with the same `length`, and is used no more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn render(text: *mut u8, length: usize) -> u64 {
    // SAFETY: the caller's promise.
    let text = unsafe { take(text, length) };
    let html = connectly_markdown::render(&String::from_utf8_lossy(&text)).into_bytes();
    let html = Box::leak(html.into_boxed_slice());
    ((html.as_ptr() as u64) << 32) | html.len() as u64
}

/// Takes back the HTML that [`render`] returned.
///
/// # Safety
///
/// `html` and `length` come from [`render`], and are used no more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn release(html: *mut u8, length: usize) {
    // SAFETY: the caller's promise.
    drop(unsafe { take(html, length) });
}

/// # Safety
///
/// The memory is a boxed slice of this length that nobody else uses.
unsafe fn take(memory: *mut u8, length: usize) -> Box<[u8]> {
    // SAFETY: the caller's promise.
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(memory, length)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The address of the HTML has only 32 bits, so a test on this machine can't read it. The site's
    // tests call the module as a page does.
    #[test]
    fn memory_is_as_long_as_asked_for() {
        for length in [0, 1, 100_000] {
            let memory = allocate(length);
            // SAFETY: it was just allocated with this length.
            let taken = unsafe { take(memory, length) };
            assert_eq!(taken.len(), length);
        }
    }
}

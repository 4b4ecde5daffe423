//! The module's allocator: a list of free blocks, which weighs 2 KB less than the standard one.

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

#[global_allocator]
#[expect(
    unsafe_code,
    reason = "the module has one thread: it is built without atomics, and never shared with a worker"
)]
// SAFETY: as the reason says.
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };

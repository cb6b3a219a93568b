#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdint.h>

/// Columns one Unicode scalar takes on a terminal: 0, 1 or 2, or -1 when it is not printable.
///
/// The answer never depends on the process's locale: it is asked for in a UTF-8 locale of its own.
int cterminal_scalar_width(uint32_t scalar);

#endif

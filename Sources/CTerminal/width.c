#define _GNU_SOURCE
#define _XOPEN_SOURCE 700

#include "CTerminal.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t utf8 = (locale_t)0;

static void open_locale(void) {
    const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0] && utf8 == (locale_t)0; i++) {
        utf8 = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    }
}

int cterminal_scalar_width(uint32_t scalar) {
    /* A Swift program starts in the "C" locale, where wcwidth answers -1 for everything beyond ASCII. Changing the
       process's locale would be felt elsewhere, so the thread borrows one for the length of the call. */
    pthread_once(&once, open_locale);
    if (utf8 == (locale_t)0) {
        return wcwidth((wchar_t)scalar);
    }
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}

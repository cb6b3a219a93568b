#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <wchar.h>

#include <libpq-fe.h>

// Declared here and not by _GNU_SOURCE, which would give `fd_set` another shape than Swift's Glibc has.
extern int wcwidth(wchar_t character);
extern int pthread_setname_np(pthread_t thread, const char *name);

// Swift does not import character-literal macros.
enum {
    clibpq_diag_severity = PG_DIAG_SEVERITY_NONLOCALIZED,
    clibpq_diag_sqlstate = PG_DIAG_SQLSTATE,
    clibpq_diag_message = PG_DIAG_MESSAGE_PRIMARY,
    clibpq_diag_detail = PG_DIAG_MESSAGE_DETAIL,
    clibpq_diag_hint = PG_DIAG_MESSAGE_HINT,
    clibpq_diag_position = PG_DIAG_STATEMENT_POSITION,
    clibpq_diag_context = PG_DIAG_CONTEXT,
    clibpq_diag_schema = PG_DIAG_SCHEMA_NAME,
    clibpq_diag_table = PG_DIAG_TABLE_NAME,
    clibpq_diag_column = PG_DIAG_COLUMN_NAME,
    clibpq_diag_datatype = PG_DIAG_DATATYPE_NAME,
    clibpq_diag_constraint = PG_DIAG_CONSTRAINT_NAME,
};

// `struct epoll_event` is packed and holds a union: a plain struct crosses into Swift without either.
typedef struct {
    uint64_t token;
    uint32_t events;
} clibpq_ready;

enum {
    clibpq_readable = EPOLLIN,
    clibpq_writable = EPOLLOUT,
    clibpq_hangup = EPOLLHUP | EPOLLERR | EPOLLRDHUP,
};

static inline int clibpq_epoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

static inline int clibpq_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int clibpq_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
}

static inline int clibpq_epoll_remove(int epoll, int descriptor) {
    struct epoll_event event = {0};
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event);
}

// Waits and fills `ready`; an interrupted wait is a wait without events. -1 is a real failure.
static inline int clibpq_epoll_wait(int epoll, clibpq_ready *ready, int capacity, int timeout_ms) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, timeout_ms);
    if (count < 0) {
        return errno == EINTR ? 0 : -1;
    }
    for (int i = 0; i < count; i++) {
        ready[i].token = events[i].data.u64;
        ready[i].events = events[i].events;
    }
    return count;
}

static inline int clibpq_eventfd_create(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

static inline void clibpq_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    // Full (2^64 - 2 signals unread) still means "readable", so a failed write loses nothing.
    ssize_t written = write(descriptor, &one, sizeof(one));
    (void)written;
}

static inline void clibpq_eventfd_drain(int descriptor) {
    uint64_t value;
    ssize_t taken = read(descriptor, &value, sizeof(value));
    (void)taken;
}

static inline void clibpq_name_thread(const char *name) {
    (void)pthread_setname_np(pthread_self(), name);
}

static inline void clibpq_drop_notice(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

// libpq prints notices to stderr unless told otherwise.
static inline void clibpq_silence_notices(PGconn *connection) {
    (void)PQsetNoticeReceiver(connection, clibpq_drop_notice, NULL);
}

// Columns a character takes on a terminal: 0, 1 or 2, or -1 for one that cannot be printed.
// wcwidth answers by the locale, and a program that never called setlocale runs in "C", where 大 is unprintable:
// so the call is made in C.UTF-8, whatever the process's locale is.
static inline int clibpq_wcwidth(uint32_t scalar) {
    static locale_t utf8 = (locale_t)0;
    locale_t wanted = __atomic_load_n(&utf8, __ATOMIC_ACQUIRE);
    if (wanted == (locale_t)0) {
        locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        if (made == (locale_t)0) {
            return wcwidth((wchar_t)scalar);
        }
        locale_t none = (locale_t)0;
        if (__atomic_compare_exchange_n(&utf8, &none, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
            wanted = made;
        } else {
            freelocale(made);
            wanted = none;
        }
    }
    locale_t before = uselocale(wanted);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}

#endif

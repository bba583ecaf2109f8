// Macros that real headers define: windows.h, complex.h, termios.h, sys/sysmacros.h, Qt, R, Arduino, X11.
#define min(a, b) headway_must_not_use_min
#define max(a, b) headway_must_not_use_max
#define small headway_must_not_use_small
#define near headway_must_not_use_near
#define far headway_must_not_use_far
#define interface headway_must_not_use_interface
#define I headway_must_not_use_I
#define E headway_must_not_use_E
#define B0 headway_must_not_use_B0
#define PI headway_must_not_use_PI
#define T headway_must_not_use_T
#define N headway_must_not_use_N
#define IN headway_must_not_use_IN
#define OUT headway_must_not_use_OUT
#define OPTIONAL headway_must_not_use_OPTIONAL
#define ERROR headway_must_not_use_ERROR
#define TRUE headway_must_not_use_TRUE
#define FALSE headway_must_not_use_FALSE
#define None headway_must_not_use_None
#define Success headway_must_not_use_Success
#define Status headway_must_not_use_Status
#define Bool headway_must_not_use_Bool
#define major headway_must_not_use_major
#define minor headway_must_not_use_minor
#define unix headway_must_not_use_unix
#define linux headway_must_not_use_linux
#define signals headway_must_not_use_signals
#define slots headway_must_not_use_slots
#define emit headway_must_not_use_emit
#define foreach headway_must_not_use_foreach
#define check(x) headway_must_not_use_check
#define verify(x) headway_must_not_use_verify
#define require(x, y) headway_must_not_use_require
#define assert(x) headway_must_not_use_assert

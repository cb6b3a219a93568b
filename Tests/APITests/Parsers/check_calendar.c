// Reads a calendar on standard input with libical and refuses what breaks the rules of RFC 5545 and RFC 5546.
// Prints how many entries it has. Exit status 0: all is well; 1: it isn't.
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static int errors(icalcomponent *component) {
    int count = 0;
    for (icalproperty *p = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY); p;
         p = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        fprintf(stderr, "%s\n", icalproperty_get_xlicerror(p));
        count++;
    }
    for (icalcomponent *c = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT); c;
         c = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        count += errors(c);
    }
    return count;
}

int main(void) {
    size_t size = 0, room = 1 << 20;
    char *text = malloc(room + 1);
    size_t read;
    while ((read = fread(text + size, 1, room - size, stdin)) > 0) {
        size += read;
        if (size == room) text = realloc(text, (room *= 2) + 1);
    }
    text[size] = 0;
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar) {
        fprintf(stderr, "not a calendar\n");
        return 1;
    }
    int valid = icalrestriction_check(calendar);
    int found = errors(calendar);
    printf("%d\n", icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT));
    icalcomponent_free(calendar);
    free(text);
    return valid && found == 0 ? 0 : 1;
}

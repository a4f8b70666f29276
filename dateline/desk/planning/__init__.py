"""Planning: the calendar of coming events, who covers them, what is due; calendars read in and given out as iCalendar."""

/// Everything the command says, in both languages.
///
/// `{name}` marks a place for a value. The switch is exhaustive, so no phrase can lack a language.
enum Phrase: String, CaseIterable, Sendable {
    case zoneUnknown, timeNotUnderstood, dateNotUnderstood, weekNotUnderstood, timeInGap, timeTwice,
        spanNotUnderstood, spanBackwards, hoursMissing, weekdaysMissing, hoursNotUnderstood, weekdayNotUnderstood,
        notLoggedIn, noTokenForURL, noSuchProfile, noProfiles, badURL, plainHTTP, unreachable, unanswered,
        unansweredWrite, refusedStatus, unreadableAnswer, requestNumber, alternativesTitle, idTooShort, idUnknown,
        idAmbiguous, urlPrompt, tokenPrompt, tokenMissing, loggedIn, loggedOut, role, roleStudent, roleMentor,
        roleAdmin, server, profile, label, expires, never, name, handle, timezone, directions, headline, school,
        employer, region, bio, columnID, columnStatus, columnWhen, columnStudent, columnMentor, columnTopic,
        columnRespondBy, columnUnread, columnHandle, columnName, columnHeadline, columnDirections, columnZone,
        columnSlug, columnTitle, columnDirection, columnMinutes, columnStep, columnNotice, columnHorizon,
        columnApproval, columnPrice, columnActive, columnRole, columnWhose, columnLabel, columnCreated,
        columnExpires, columnLastUsed, columnRevoked, columnActor, columnAction, columnOnBehalf, columnSubject,
        columnLate, columnOutcome, columnMessages, statusOpen, statusRequested, statusConfirmed, statusCompleted,
        statusNoShow, statusDeclined, statusCancelled, statusExpired, statusClosed, inboxRequests, inboxUnread,
        messageDeleted,
        messageEdited,
        inboxUnresolved, inboxEmpty, todayTitle, todayNothing, free, timeOff, nothingNext, listEmpty, listMore,
        fieldWhen, fieldStatus, fieldStudent, fieldMentor, fieldOffering, fieldDirection, fieldTopic, fieldRespondBy,
        fieldFreeCancel, fieldReason, fieldAbsent, fieldOutcome, fieldNote, fieldMeeting, fieldPrice, fieldID,
        fieldAsked, flagLate, flagDisputed, flagUnresolved, noTime, messagesTitle, noMessages, messagesMore,
        resultPassed, resultAgain, resultSkipped, readingAccept, readingDecline, readingComplete,
        readingObjection, readingUphold, readingCancel, readingClose,
        readingReschedule, readingBook, readingReply, readingSchedule, readingDay, readingDayDefault, readingTimeOff,
        readingTimeOffBack, readingOfferingAdd, readingOfferingEdit, readingMentorAdd, readingMentorEdit,
        readingTokenAdd, readingTokenRevoke, proceed, nothingChanged, nothingToChange, done, replied, replyEmpty,
        replyMissing, replyScissors, editorFailed, closedDay, nextDay, scheduleTitle, scheduleHolidaysCN,
        scheduleHolidaysNone, scheduleDays, scheduleTimeOff, scheduleMaxDay, scheduleMaxWeek, scheduleSaved,
        timeOffAdded, timeOffRemoved, fileNotJSON, fileUnreadable, fileUnwritable, countNotUnderstood,
        offeringsEmpty, offeringSaved, approvalInstant, approvalMentor, yes, no, freeOfCharge, yuan, slotsTitle,
        slotsEmpty, slotsNext, mentorsEmpty, mentorSaved, tokensEmpty, tokenShownOnce, tokenRevoked, auditEmpty,
        reportTitle, reportTotal, reportLate, reportMessages, reportEmpty, reportWritten, reportIsBinary, reportMeasure,
        reportThisWeek,
        reportWeekBefore, reportChange, reportMean, reportTrend, reportHighest, reportTrendTitle, reportMeasureUnknown,
        lastMessages,
        profileBroken, explainOffered, explainRefused, previewTitle, previewGained, previewLost, previewOutside,
        previewNothing, previewMore, readingUndo, scheduleUndone, columnVersion, columnChangedBy, columnRestores,
        columnSummary, weekTitle, weekSummary, weekEmpty, weekDone, doctorProfile, doctorProfiles, doctorNoProfiles,
        doctorOpenProfiles, doctorProfilesGood, doctorZones, doctorZonesGood, doctorNoZones, doctorTerminal,
        doctorTerminalGood, doctorLocale, doctorEditor, doctorEditorGood, doctorNoEditor, doctorPager, doctorNoPager,
        doctorServer, doctorServerGood, doctorToken, doctorTokenGood, doctorTokenSoon, doctorClock, doctorClockGood,
        doctorClockOff, doctorBad, impactSlots, nothingToCopy, told, timeOnce, timeAmbiguousDate, timeBareNumber,
        timeAmbiguousHour,
        timeMidnight, timeNoSuchDate,
        timeNoSuchTime, timeContradiction, timeRepetitionUnit, timeRepetitionCount, timeSaidTwice, timeNoDay,
        timeNoTime, timeOtherWeekday, settingUnset, settingChoices, settingSaved, settingRemoved, profileUsed,
        urlBelongsToToken,
        studentsEmpty, columnYear, columnSessions, columnNext, columnLastAsked, countTotal, countComing, countMissed,
        graduation, consultations, nextSession, firstAsked, noMeeting, noMeetingLink, opened, dryRun, waiting,
        unknownCommand, unknownCommandOf, didYouMean,
        columnKind, columnDestination, columnTries, columnNextTry, columnError, columnTarget, columnTypes,
        columnFailing, outboxEmpty, readingDeliveryRetry, readingDeliveryDrop, deliveryRetried, deliveryDropped,
        webhooksEmpty, readingWebhookAdd, readingWebhookRotate, readingWebhookReplay, replayQueued, testQueued,
        secretShownOnce, readingChannelAdd, readingChannelOn, readingChannelOff, readingChannelRemove, channelSaved,
        channelConfirmed, channelCodeSent, channelToConfirm, channelUnconfirmed, readingChannelConfirm,
        readingChannelCode, channelRemoved, channelsEmpty, readingNotifySet, notifySaved, notifyLanguage,
        notifyAccountLanguage,
        notifyQuiet, notifyReminders, notifyAgenda, notifyNone, notifyStandard, notifyMinutes
    // Sending reports.
    case notifyReport, columnContent, listSeparator, reportNotClosed, reportNoChannel, reportQueued, reportOfAll,
        reportInEnglish, reportInChinese, readingReportSend, reportNotTo, reportAsEmail, reportAsWebhook, reportAsChat,
        reportWaits
    // Plans.
    case planAsksTitle, plansEmpty, planStatusDraft, planStatusPublished, planStatusArchived, stepTodo,
        stepDoing, stepDone, stepSkipped, planMissing, planNewerVersion, planTerms, planUnchanged, planDone,
        columnProgress, columnPlanTarget, columnMissing, columnAsked, columnDue, columnSlack, fieldProgress,
        fieldShortfall, fieldLeftOut, fieldNextConsultation, readingPlanTake, readingPlanPublish,
        readingPlanStep, readingPlanNote, readingPlanAdd, readingPlanReplan

    // Files, messages, events; what readings add.
    case languageUnknown, attachmentsEmpty, columnFile, columnSize, columnFrom, columnSent,
        readingAttachmentAdd, attachmentNotSent, attachmentAdded, attachmentIsBinary, readingAttachmentRemove,
        attachmentRemoved, fileExists, fileSaved, fileTooLong, fileEmpty, fileIrregular, transferring,
        transferIncomplete, inboxOverdue, columnReplyBy, fieldReplyBy, flagOverdue, openNeedsHours,
        openAlready, lengthMissing, dayIsDefault, timeOneSession, readingBecause, readingOutcome,
        readingNoShow, readingChannelEdit, readingChannelTest, channelTypes, readingPlanEdit, readingPlanDrop,
        readingMessageEdit, readingMessageRemove, messageSaved, messageRemoved, readingCalendarRotate,
        eventsEmpty, eventsMore, columnEvent, columnReason, actorSystem, columnSteps, columnStepName,
        columnHours, columnNeeds, slotsMore, readingOfferingSlots, readingOfferingKept

    /// The phrase in `language`, its places filled in. A value is taken as it is, braces and all.
    func text(_ language: Language, _ values: [String: String] = [:]) -> String {
        var rest = Substring(language == .chinese ? texts.chinese : texts.english)
        var text = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            text += rest[..<open] + (values[name] ?? "")
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}

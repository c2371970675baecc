//! What the values of closed lists are called: the keys of their words, one list beside another. A value without a word does not compile.

use app::company::Column;
use app::known::{Column as Known, Of};
use domain::access::{EventKind as AccessAct, Taken, Way};
use domain::actor::Channel;
use domain::company::{EventKind as CompanyAct, ServiceStage, UnitKind};
use domain::ledger::{BudgetMode, FigureOf, TransferKind};
use domain::notice::NoticeKind;
use domain::permission::Role;
use domain::promise::PromiseKind;
use domain::request::{EventKind as RequestStep, RequestState, Solved, TurnWhat, WouldPay};
use flow::findings::{FindingKind, Try};
use flow::format::{Form as LogFormat, Role as ColumnRole};
use flow::log::Meaning;

macro_rules! labels {
    ($($(#[$doc:meta])+ $name:ident($of:ident) { $($($value:ident)|+ => $key:literal,)+ })+) => {$(
        $(#[$doc])+
        pub(crate) const fn $name(value: $of) -> &'static str {
            match value {
                $($($of::$value)|+ => $key,)+
            }
        }
    )+};
}

labels! {
    /// A role.
    role(Role) {
        Provider => "role-provider",
        ServiceOwner => "role-service-owner",
        UnitHead => "role-unit-head",
        Finance => "role-finance",
        Administrator => "role-administrator",
        Auditor => "role-auditor",
    }

    /// What a unit is.
    unit_kind(UnitKind) {
        Internal => "unit-kind-internal",
        Manager => "unit-kind-manager",
        Vendor => "unit-kind-vendor",
        Partner => "unit-kind-partner",
    }

    /// How far a service is.
    service_stage(ServiceStage) {
        Idea => "service-stage-idea",
        Pilot => "service-stage-pilot",
        Live => "service-stage-live",
        Retiring => "service-stage-retiring",
        Retired => "service-stage-retired",
    }

    /// What is promised.
    promise_kind(PromiseKind) {
        FirstAnswer => "promise-first-answer",
        Formulation => "promise-formulation",
        Delivery => "promise-delivery",
    }

    /// A column of a file of people.
    person_column(Column) {
        Number => "person-number",
        Name => "person-name",
        Email => "person-email",
        Unit => "person-unit",
        Manager => "person-manager",
        Position => "person-position",
        Roles => "person-roles",
    }

    /// A movement of the ledger.
    transfer_kind(TransferKind) {
        Issue => "transfer-issue",
        Withdraw => "transfer-withdraw",
        Reserve => "transfer-reserve",
        Void => "transfer-void",
        Earmark => "transfer-earmark",
        Unearmark => "transfer-unearmark",
        Post => "transfer-post",
        Reverse => "transfer-reverse",
        ClientTime => "transfer-client-time",
    }

    /// A figure of an account.
    account_side(FigureOf) {
        Earned => "account-earned",
        Spent => "account-spent",
        Taken => "account-taken",
        Given => "account-given",
        Issued => "account-issued",
        Reserved => "account-reserved",
        Free => "account-free",
    }

    /// What a mode of budget does.
    budget_mode_note(BudgetMode) {
        Shadow => "budget-shadow-note",
        Soft => "budget-soft-note",
        Hard => "budget-hard-note",
    }

    /// How far a request is, for those who serve.
    desk_stage(RequestState) {
        New => "desk-stage-answer",
        Formulating | Confirming => "desk-stage-brief",
        Estimating => "desk-stage-price",
        Choosing => "desk-stage-choice",
        Working => "desk-stage-work",
        Accepting => "desk-stage-acceptance",
        Disputed => "desk-stage-dispute",
        Reviewing | Closed | Cancelled => "desk-stage-review",
    }

    /// What is asked of the reader, as a verb with an object.
    your_move(TurnWhat) {
        Claim => "move-claim",
        Formulate => "move-formulate",
        Answer => "move-answer",
        Confirm => "move-confirm",
        Estimate => "move-estimate",
        Choose => "move-choose",
        Deliver => "move-deliver",
        Accept => "move-accept",
        Resolve => "move-resolve",
        Review => "move-review",
        Nothing => "move-nothing",
    }

    /// What a notice tells.
    news(NoticeKind) {
        Stated => "news-stated",
        PassedOn => "news-passed-on",
        Claimed => "news-claimed",
        Assigned => "news-assigned",
        Message => "news-message",
        Question => "news-question",
        Brief => "news-brief",
        BriefConfirmed => "news-brief-confirmed",
        BriefCorrected => "news-brief-corrected",
        Invited => "news-invited",
        InvitationDeclined => "news-invitation-declined",
        OutsideSaid => "news-outside-said",
        Offer => "news-offer",
        OfferWithdrawn => "news-offer-withdrawn",
        OfferChosen => "news-offer-chosen",
        OffersRefused => "news-offers-refused",
        Delivered => "news-delivered",
        Judged => "news-judged",
        Disputed => "news-disputed",
        Resolved => "news-resolved",
        AccessReset => "news-access-reset",
        Opened => "news-opened",
        Reviewed => "news-reviewed",
        Reopened => "news-reopened",
        Cancelled => "news-cancelled",
        Reminder => "news-reminder",
        Escalated => "news-escalated",
        Participant => "news-participant",
        Entrusted => "news-entrusted",
    }

    /// A kind of finding.
    finding(FindingKind) {
        PingPong => "finding-ping-pong",
        ExtraStep => "finding-extra-step",
        SlowStep => "finding-slow-step",
        SlowHandOver => "finding-slow-hand-over",
        Repetition => "finding-repetition",
        ManyTouches => "finding-many-touches",
        Idle => "finding-idle",
    }

    /// What a finding of a kind says.
    finding_what(FindingKind) {
        PingPong => "finding-ping-pong-what",
        ExtraStep => "finding-extra-step-what",
        SlowStep => "finding-slow-step-what",
        SlowHandOver => "finding-slow-hand-over-what",
        Repetition => "finding-repetition-what",
        ManyTouches => "finding-many-touches-what",
        Idle => "finding-idle-what",
    }

    /// What to try.
    finding_try(Try) {
        AskWhatDecidesAtStart => "try-ask-what-decides",
        LeaveOut => "try-leave-out",
        LookAtTheSlowest => "try-look-at-the-slowest",
        AgreeOnHandOver => "try-agree-on-hand-over",
        AgreeOnReady => "try-agree-on-ready",
        OneOwner => "try-one-owner",
        Rota => "try-rota",
    }

    /// What a state of a log means.
    meaning(Meaning) {
        Queue => "flow-meaning-queue",
        Work => "flow-meaning-work",
        Customer => "flow-meaning-customer",
        Vendor => "flow-meaning-vendor",
        Other => "flow-meaning-other",
        Solved => "flow-meaning-solved",
        Closed => "flow-meaning-closed",
    }

    /// The same in a short word, for pictures.
    meaning_short(Meaning) {
        Queue => "flow-short-queue",
        Work => "flow-short-work",
        Customer => "flow-short-customer",
        Vendor => "flow-short-vendor",
        Other => "flow-short-other",
        Solved => "flow-short-solved",
        Closed => "flow-short-closed",
    }

    /// What a column of a log holds.
    column_role(ColumnRole) {
        Case => "log-role-case",
        Activity => "log-role-activity",
        Time => "log-role-time",
        Order => "log-role-order",
        Event => "log-role-event",
        Meaning => "log-role-meaning",
        Team => "log-role-team",
        Person => "log-role-person",
        CustomerPerson => "log-role-customer-person",
        Customer => "log-role-customer",
        Unit => "log-role-unit",
        Service => "log-role-service",
        Title => "log-role-title",
        Priority => "log-role-priority",
        Channel => "log-role-channel",
        Opened => "log-role-opened",
        Answered => "log-role-answered",
        Solved => "log-role-solved",
        Closed => "log-role-closed",
        PromiseKept => "log-role-promise-kept",
        PromiseMissed => "log-role-promise-missed",
        Reopened => "log-role-reopened",
    }

    /// What a state of a log means, where it is chosen.
    meaning_choice(Meaning) {
        Queue => "log-meaning-queue",
        Work => "log-meaning-work",
        Customer => "log-meaning-customer",
        Vendor => "log-meaning-vendor",
        Other => "log-meaning-other",
        Solved => "log-meaning-solved",
        Closed => "log-meaning-closed",
    }

    /// The format of a log.
    log_format(LogFormat) {
        Csv => "log-form-csv",
        Xlsx => "log-form-xlsx",
        Xes => "log-form-xes",
        OcelJson => "log-form-ocel-json",
        OcelXml => "log-form-ocel-xml",
        OcelSqlite => "log-form-ocel-sqlite",
    }

    /// A state of a request.
    request_state(RequestState) {
        New => "state-new",
        Formulating => "state-formulating",
        Confirming => "state-confirming",
        Estimating => "state-estimating",
        Choosing => "state-choosing",
        Working => "state-working",
        Accepting => "state-accepting",
        Disputed => "state-disputed",
        Reviewing => "state-reviewing",
        Closed => "state-closed",
        Cancelled => "state-cancelled",
    }

    /// Whether a request solved the problem.
    solved(Solved) {
        Yes => "request-solved-yes",
        Partly => "request-solved-partly",
        No => "request-solved-no",
    }

    /// Whether the customer would have paid.
    would_pay(WouldPay) {
        Yes => "request-pay-yes",
        Less => "request-pay-less",
        No => "request-pay-no",
    }

    /// How strictly a budget binds.
    budget_mode(BudgetMode) {
        Shadow => "budget-shadow",
        Soft => "budget-soft",
        Hard => "budget-hard",
    }

    /// An act of the company.
    company_act(CompanyAct) {
        Started => "act-started",
        MeteringNoticePublished => "act-metering-notice-published",
        FrontDeskNamed => "act-front-desk-named",
        AddressSaid => "act-address-said",
        FactorRequired => "act-factor-required",
        CalendarPublished => "act-calendar-published",
        PromisePublished => "act-promise-published",
        UnitCreated => "act-unit-created",
        UnitTextsChanged => "act-unit-texts-changed",
        UnitMoved => "act-unit-moved",
        UnitClosed => "act-unit-closed",
        FrontDoorSet => "act-front-door-set",
        BudgetModeSet => "act-budget-mode-set",
        BudgetIssued => "act-budget-issued",
        BudgetWithdrawn => "act-budget-withdrawn",
        RateSet => "act-rate-set",
        PersonRegistered => "act-person-registered",
        ProfileChanged => "act-profile-changed",
        LanguageChosen => "act-language-chosen",
        IdentityLinked => "act-identity-linked",
        IdentityUnlinked => "act-identity-unlinked",
        MembershipStarted => "act-membership-started",
        MembershipEnded => "act-membership-ended",
        RoleGranted => "act-role-granted",
        RoleRevoked => "act-role-revoked",
        SwitchedOff => "act-switched-off",
        SwitchedOn => "act-switched-on",
        MeteringNoticeSeen => "act-metering-notice-seen",
        ServiceCreated => "act-service-created",
        ServiceVersionPublished => "act-service-version-published",
        ServiceStageChanged => "act-service-stage-changed",
    }

    /// An act of somebody's access.
    access_act(AccessAct) {
        Begun => "act-begun",
        LinkMade => "act-link-made",
        LinkRevoked => "act-link-revoked",
        LinkUsed => "act-link-used",
        Reset => "act-reset",
        Confirmed => "act-confirmed",
        FactorAdded => "act-factor-added",
        FactorRemoved => "act-factor-removed",
        CodesMade => "act-codes-made",
        PasswordChanged => "act-password-changed",
        SignedIn => "act-signed-in",
        SessionEnded => "act-session-ended",
        SessionsEnded => "act-sessions-ended",
        BroughtIn => "act-brought-in",
        BroughtPeople => "act-brought-people",
        TookBack => "act-took-back",
        Opened => "act-opened",
        TookAway => "act-took-away",
    }

    /// How somebody signed in.
    way(Way) {
        Password => "way-password",
        Link => "way-link",
        Start => "way-start",
        Persona => "way-persona",
        Code => "way-code",
        Recovery => "way-recovery",
    }

    /// What was taken out in a file.
    taken(Taken) {
        Journal => "taken-journal",
        Postings => "taken-postings",
        Flow => "taken-flow",
        Acts => "taken-acts",
        Own => "taken-own",
    }

    /// A table of what is known about oneself.
    known_of(Of) {
        Account => "about-me-account",
        Units => "about-me-units",
        Roles => "about-me-roles",
        Systems => "about-me-systems",
        Sessions => "about-me-sessions",
        Failures => "about-me-failures",
        Requests => "about-me-requests",
        Words => "about-me-words",
        Steps => "about-me-steps",
        Attention => "about-me-attention",
        Notices => "about-me-notices",
        Files => "about-me-files",
        Openings => "about-me-openings",
        Imports => "about-me-imports",
    }

    /// A column of such a table.
    known_column(Known) {
        Name => "about-me-name",
        Email => "about-me-email",
        Position => "about-me-position",
        Login => "about-me-login",
        Language => "about-me-language",
        Outside => "about-me-outside",
        FactorSince => "about-me-factor-since",
        RecoveryCodes => "about-me-recovery-codes",
        Held => "about-me-held",
        Unit => "about-me-unit",
        Role => "about-me-role",
        Manager => "about-me-manager",
        From => "about-me-from",
        To => "about-me-to",
        System => "about-me-system",
        Device => "about-me-device",
        LastUsed => "about-me-last-used",
        Network => "about-me-network",
        Count => "about-me-count",
        Number => "about-me-number",
        Side => "about-me-side",
        State => "about-me-state",
        Title => "about-me-title-of",
        At => "about-me-at",
        Text => "about-me-text",
        Step => "about-me-step",
        Notice => "about-me-notice",
        Bytes => "about-me-bytes",
        File => "about-me-file-name",
    }

    /// The way an act came.
    channel(Channel) {
        Web => "channel-web",
        Api => "channel-api",
        Mail => "channel-mail",
        Cli => "channel-cli",
        Timer => "channel-timer",
        Import => "channel-import",
    }

    /// A step of a request, without its words.
    request_step(RequestStep) {
        Stated => "step-stated",
        PassedOn => "step-passed-on",
        Claimed => "step-claimed",
        Assigned => "step-assigned",
        MessagePosted => "step-message-posted",
        QuestionAsked => "step-question-asked",
        QuestionClosed => "step-question-closed",
        FirstAnswered => "step-first-answered",
        InterviewRecorded => "step-interview-recorded",
        BriefSent => "step-brief-sent",
        BriefConfirmed => "step-brief-confirmed",
        BriefCorrected => "step-brief-corrected",
        Invited => "step-invited",
        LinkMade => "step-link-made",
        LinkEnded => "step-link-ended",
        OutsideSaid => "step-outside-said",
        InvitationDeclined => "step-invitation-declined",
        OfferSent => "step-offer-sent",
        OfferWithdrawn => "step-offer-withdrawn",
        OfferChosen => "step-offer-chosen",
        OffersRefused => "step-offers-refused",
        TaskAdded => "step-task-added",
        TaskFinished => "step-task-finished",
        EffortLogged => "step-effort-logged",
        ChildStated => "step-child-stated",
        ChildAgreed => "step-child-agreed",
        ChildPaid => "step-child-paid",
        ChildRefunded => "step-child-refunded",
        ChildEnded => "step-child-ended",
        Delivered => "step-delivered",
        Judged => "step-judged",
        Accepted => "step-accepted",
        DisputeOpened => "step-dispute-opened",
        DisputeResolved => "step-dispute-resolved",
        Reviewed => "step-reviewed",
        ReviewSkipped => "step-review-skipped",
        Reopened => "step-reopened",
        Cancelled => "step-cancelled",
        Reminded => "step-reminded",
        ReminderSent => "step-reminder-sent",
        Escalated => "step-escalated",
        ParticipantAdded => "step-participant-added",
        Entrusted => "step-entrusted",
        TrustEnded => "step-trust-ended",
        ClientTimeMeasured => "step-client-time-measured",
        RepeatJudged => "step-repeat-judged",
        CalendarApplied => "step-calendar-applied",
    }
}

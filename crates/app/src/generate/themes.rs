//! What a company of twelve trades calls its services: verbs and things that go together, Russian and English.

/// A text in both languages.
pub(super) type Both = (&'static str, &'static str);

/// A trade.
#[derive(Debug)]
pub(super) struct Theme {
    /// What its department is called.
    pub(super) department: Both,
    /// Teams of the department.
    pub(super) teams: &'static [Both],
    /// What they do: infinitives.
    pub(super) verbs: &'static [Both],
    /// With what: accusatives.
    pub(super) things: &'static [Both],
    /// True when its requests are named people's business alone.
    pub(super) confidential: bool,
}

const fn theme(
    department: Both,
    teams: &'static [Both],
    verbs: &'static [Both],
    things: &'static [Both],
) -> Theme {
    Theme { department, teams, verbs, things, confidential: false }
}

/// The trades.
pub(super) const THEMES: &[Theme] = &[
    theme(
        ("Информационные технологии", "Information technology"),
        &[
            ("Рабочие места", "Workplaces"),
            ("Сети", "Networks"),
            ("Приложения", "Applications"),
            ("Данные", "Data"),
        ],
        &[("настроить", "set up"), ("обновить", "update"), ("проверить", "check"), ("перенести", "move")],
        &[
            ("ноутбук", "a laptop"),
            ("почтовый ящик", "a mailbox"),
            ("доступ к CRM", "access to the CRM"),
            ("отчёт в хранилище данных", "a report in the data warehouse"),
            ("принтер на этаже", "the printer on the floor"),
        ],
    ),
    Theme {
        confidential: true,
        ..theme(
            ("Персонал", "People and pay"),
            &[
                ("Подбор", "Hiring"),
                ("Расчёт зарплаты", "Payroll"),
                ("Кадровое делопроизводство", "Personnel records"),
            ],
            &[("оформить", "arrange"), ("пересчитать", "recalculate"), ("подготовить", "prepare")],
            &[
                ("отпуск", "leave"),
                ("справку о доходах", "a statement of income"),
                ("перевод в другой отдел", "a transfer to another department"),
                ("надбавку за наставничество", "an allowance for mentoring"),
            ],
        )
    },
    theme(
        ("Финансы", "Finance"),
        &[("Казначейство", "Treasury"), ("Учёт", "Accounting"), ("Планирование", "Planning")],
        &[("провести", "book"), ("согласовать", "approve"), ("сверить", "reconcile")],
        &[
            ("оплату поставщику", "a payment to a supplier"),
            ("закрывающие документы", "closing documents"),
            ("бюджет проекта", "the budget of a project"),
            ("авансовый отчёт", "an expense report"),
        ],
    ),
    theme(
        ("Право", "Legal"),
        &[("Договоры", "Contracts"), ("Споры", "Disputes")],
        &[("проверить", "review"), ("составить", "draft"), ("согласовать", "agree")],
        &[
            ("договор поставки", "a supply contract"),
            ("доверенность", "a power of attorney"),
            ("ответ на претензию", "an answer to a claim"),
            ("соглашение о неразглашении", "a non-disclosure agreement"),
        ],
    ),
    theme(
        ("Маркетинг", "Marketing"),
        &[("Реклама", "Advertising"), ("Исследования", "Research"), ("События", "Events")],
        &[("подготовить", "prepare"), ("запустить", "launch"), ("оценить", "evaluate")],
        &[
            ("рассылку клиентам", "a mailing to customers"),
            ("страницу продукта", "a product page"),
            ("опрос покупателей", "a survey of buyers"),
            ("стенд на выставке", "a stand at a fair"),
        ],
    ),
    theme(
        ("Закупки", "Procurement"),
        &[("Материалы", "Materials"), ("Услуги", "Services")],
        &[("купить", "buy"), ("заменить", "replace"), ("найти", "find")],
        &[
            ("измерительный прибор", "a measuring instrument"),
            ("расходные материалы", "consumables"),
            ("подрядчика на ремонт", "a contractor for repairs"),
            ("спецодежду", "working clothes"),
        ],
    ),
    theme(
        ("Обучение", "Corporate university"),
        &[("Курсы", "Courses"), ("Наставничество", "Mentoring")],
        &[("провести", "run"), ("подобрать", "find"), ("обновить", "refresh")],
        &[
            ("курс по охране труда", "a course on safety at work"),
            ("тренинг для руководителей", "a training for managers"),
            ("проверку знаний", "a test of knowledge"),
            ("программу для новичков", "a programme for newcomers"),
        ],
    ),
    theme(
        ("Здания", "Buildings"),
        &[("Ремонт", "Repairs"), ("Переезды", "Moves"), ("Уборка", "Cleaning")],
        &[("отремонтировать", "repair"), ("заказать", "order"), ("проверить", "inspect")],
        &[
            ("кондиционер в переговорной", "the air conditioner in a meeting room"),
            ("пропуск на парковку", "a parking permit"),
            ("рабочий стол", "a desk"),
            ("освещение на складе", "the lights in the warehouse"),
        ],
    ),
    theme(
        ("Безопасность", "Security"),
        &[("Пропуска", "Passes"), ("Защита данных", "Data protection")],
        &[("выдать", "issue"), ("проверить", "examine"), ("закрыть", "close")],
        &[
            ("пропуск для гостя", "a guest pass"),
            ("подозрительное письмо", "a suspicious letter"),
            ("доступ уволенного сотрудника", "the access of somebody who left"),
            ("нового контрагента", "a new counterparty"),
        ],
    ),
    theme(
        ("Логистика", "Logistics"),
        &[("Перевозки", "Transport"), ("Склад", "Warehouse")],
        &[("организовать", "organise"), ("отследить", "trace"), ("переоформить", "rearrange")],
        &[
            ("доставку образцов", "the delivery of samples"),
            ("отгрузку заказа", "the shipment of an order"),
            ("возврат от клиента", "a return from a customer"),
            ("командировку", "a business trip"),
        ],
    ),
    theme(
        ("Аналитика", "Analytics"),
        &[("Отчётность", "Reporting"), ("Модели", "Models")],
        &[("построить", "build"), ("исправить", "correct"), ("объяснить", "explain")],
        &[
            ("отчёт о продажах", "a sales report"),
            ("прогноз спроса", "a forecast of demand"),
            ("показатель на доске", "a figure on the board"),
            ("выгрузку по клиентам", "an export of customers"),
        ],
    ),
    theme(
        ("Производство", "Engineering"),
        &[("Оснастка", "Tooling"), ("Качество", "Quality")],
        &[("изготовить", "make"), ("настроить", "adjust"), ("испытать", "test")],
        &[
            ("опытный образец", "a prototype"),
            ("крепление для линии", "a fixture for the line"),
            ("партию деталей", "a batch of parts"),
            ("датчик температуры", "a temperature sensor"),
        ],
    ),
];

/// Cities of branches: in "the branch of".
pub(super) const CITIES: &[Both] = &[
    ("Самара", "Samara"),
    ("Казань", "Kazan"),
    ("Пермь", "Perm"),
    ("Томск", "Tomsk"),
    ("Омск", "Omsk"),
    ("Тула", "Tula"),
    ("Псков", "Pskov"),
    ("Рязань", "Ryazan"),
    ("Уфа", "Ufa"),
    ("Киров", "Kirov"),
    ("Тверь", "Tver"),
    ("Орёл", "Oryol"),
    ("Сочи", "Sochi"),
    ("Курск", "Kursk"),
    ("Чита", "Chita"),
    ("Якутск", "Yakutsk"),
];

/// Departments of a branch.
pub(super) const OFFICES: &[Both] = &[
    ("Продажи", "Sales"),
    ("Обслуживание клиентов", "Customer care"),
    ("Склад", "Warehouse"),
    ("Монтаж", "Installation"),
    ("Сервис", "Maintenance"),
    ("Ключевые клиенты", "Key accounts"),
    ("Розница", "Retail"),
    ("Опт", "Wholesale"),
    ("Проекты", "Projects"),
    ("Лаборатория", "Laboratory"),
    ("Планирование смен", "Shift planning"),
    ("Диспетчерская", "Dispatch"),
    ("Партнёры", "Partners"),
    ("Тендеры", "Tenders"),
    ("Экспорт", "Export"),
];

/// Surnames, as men bear them; women add an "а".
pub(super) const SURNAMES: &[Both] = &[
    ("Иванов", "Ivanov"),
    ("Смирнов", "Smirnov"),
    ("Кузнецов", "Kuznetsov"),
    ("Попов", "Popov"),
    ("Соколов", "Sokolov"),
    ("Лебедев", "Lebedev"),
    ("Козлов", "Kozlov"),
    ("Новиков", "Novikov"),
    ("Морозов", "Morozov"),
    ("Волков", "Volkov"),
    ("Зайцев", "Zaitsev"),
    ("Павлов", "Pavlov"),
    ("Семёнов", "Semyonov"),
    ("Голубев", "Golubev"),
    ("Виноградов", "Vinogradov"),
    ("Богданов", "Bogdanov"),
    ("Воробьёв", "Vorobyov"),
    ("Фёдоров", "Fyodorov"),
    ("Михайлов", "Mikhailov"),
    ("Беляев", "Belyaev"),
    ("Тарасов", "Tarasov"),
    ("Орлов", "Orlov"),
    ("Киселёв", "Kiselyov"),
    ("Андреев", "Andreev"),
];

/// First names of women, then of men.
pub(super) const NAMES: [&[Both]; 2] = [
    &[
        ("Анна", "Anna"),
        ("Мария", "Maria"),
        ("Ольга", "Olga"),
        ("Елена", "Elena"),
        ("Наталья", "Natalia"),
        ("Ирина", "Irina"),
        ("Татьяна", "Tatiana"),
        ("Дарья", "Daria"),
        ("Юлия", "Yulia"),
        ("Вера", "Vera"),
    ],
    &[
        ("Алексей", "Alexey"),
        ("Дмитрий", "Dmitry"),
        ("Сергей", "Sergey"),
        ("Андрей", "Andrey"),
        ("Павел", "Pavel"),
        ("Николай", "Nikolai"),
        ("Михаил", "Mikhail"),
        ("Олег", "Oleg"),
        ("Игорь", "Igor"),
        ("Роман", "Roman"),
    ],
];

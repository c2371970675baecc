//! What people write in generated requests, Russian and English.

use super::themes::Both;

pub(super) const OPENINGS: &[Both] = &[
    ("Прошу", "Please"),
    ("Добрый день! Нужно", "Hello, we need you to"),
    ("Коллеги, помогите", "Colleagues, help us to"),
    ("Хотим", "We would like to"),
    ("Не получается самим", "We could not manage to"),
    ("Срочно нужно", "It is urgent to"),
];

pub(super) const DETAILS: &[Both] = &[
    ("К пятнице, иначе задержим отгрузку.", "By Friday, or the shipment will be late."),
    ("Нужно для встречи с клиентом во вторник.", "It is for a meeting with a customer on Tuesday."),
    ("В прошлый раз делали месяц назад, всё устроило.", "It was done a month ago, and all was well."),
    ("Пробовали сами, но не хватает прав.", "We tried ourselves but lack the rights."),
    ("Новый сотрудник выходит в понедельник.", "A new colleague starts on Monday."),
    ("Из-за этого стоит работа троих человек.", "Three people cannot work because of it."),
    ("Не срочно, но до конца месяца хотелось бы.", "No hurry, but before the end of the month."),
    ("Аудитор просит показать в ближайшие дни.", "The auditor wants to see it in the next days."),
    ("Сейчас тратим на это по часу в день.", "At present it costs us an hour a day."),
    ("После обновления всё перестало работать.", "Since the update nothing works."),
    ("Запускаем новую линию, без этого не начать.", "We start a new line and cannot begin without it."),
    ("Клиент жалуется второй раз за неделю.", "The customer complains for the second time this week."),
    ("Подробности могу рассказать по телефону.", "I can tell the details on the phone."),
    ("Примеры приложу в переписке.", "I will add examples in the conversation."),
    ("Раньше этим занимался другой отдел.", "Another department used to do this."),
    ("Документы готовы, осталось оформить.", "The papers are ready, only the form is missing."),
];

pub(super) const ANSWERS: &[Both] = &[
    ("Взял в работу, сегодня посмотрю.", "I have taken it and will look today."),
    ("Понял задачу, уточню детали и вернусь.", "I see the problem; I will ask around and come back."),
    ("Спасибо за подробности, начинаю.", "Thank you for the details, I am starting."),
    ("Похожее делали на прошлой неделе, справимся быстро.", "We did the like last week, it will be quick."),
    ("Нужен день, чтобы разобраться.", "I need a day to find out."),
    ("Проверил: причина ясна, готовлю решение.", "I checked: the cause is clear, I am preparing a solution."),
];

pub(super) const QUESTIONS: &[Both] = &[
    ("На каком этаже и в каком кабинете?", "On which floor and in which room?"),
    ("К какому числу это нужно на самом деле?", "By which date is it really needed?"),
    ("Сколько человек этим пользуется?", "How many people use it?"),
    ("Кто согласует расходы с вашей стороны?", "Who approves the spending on your side?"),
    ("Можете показать пример?", "Can you show an example?"),
];

pub(super) const REPLIES: &[Both] = &[
    ("Да, всё верно.", "Yes, that is right."),
    ("Четвёртый этаж, кабинет 412.", "Fourth floor, room 412."),
    ("До двадцатого, позже не имеет смысла.", "Before the twentieth, later makes no sense."),
    ("Около тридцати человек, каждый день.", "About thirty people, every day."),
    ("Пример отправила, посмотрите.", "I have sent an example, have a look."),
];

pub(super) const PROBLEMS: &[Both] = &[
    ("Люди теряют время на ручной перенос данных.", "People lose time copying data by hand."),
    ("Ошибки замечают слишком поздно.", "Mistakes are noticed too late."),
    ("Никто не отвечает за этот шаг.", "Nobody answers for this step."),
    ("Нужного нет под рукой, когда приходит клиент.", "What is needed is not at hand when a customer comes."),
];

pub(super) const OUTCOMES: &[Both] = &[
    ("Шаг занимает минуты, а не часы.", "The step takes minutes, not hours."),
    ("Ошибку видно в тот же день.", "A mistake is seen the same day."),
    ("Клиент получает ответ сразу.", "The customer gets an answer at once."),
    ("Всё работает без ручных проверок.", "All works without checks by hand."),
];

pub(super) const CRITERIA: &[Both] = &[
    ("Работает у всех, кто перечислен в заявке.", "It works for everybody named in the request."),
    ("Проверено на трёх настоящих примерах.", "It is tried on three real examples."),
    ("Есть короткая инструкция.", "There is a short instruction."),
    ("Готово к названному сроку.", "It is ready by the date that was named."),
    ("Документы подписаны обеими сторонами.", "The papers are signed by both sides."),
];

pub(super) const CORRECTIONS: &[Both] = &[
    ("Пользователей больше: добавьте второй склад.", "There are more users: add the second warehouse."),
    ("Срок другой: нужно на неделю раньше.", "The date is another: a week earlier."),
    ("Инструкция нужна и для сменных мастеров.", "Shift masters need the instruction too."),
];

pub(super) const REASONS: &[Both] = &[
    ("Подходит по сроку и цене.", "It fits the date and the price."),
    ("Лучшее из предложенного.", "The best of what was offered."),
    ("Дорого, попробуем проще.", "Too dear, let us try something simpler."),
    ("Вопрос решился сам.", "It solved itself."),
    ("Это повтор другой заявки.", "It repeats another request."),
    (
        "Ответили по телефону, больше ничего не нужно.",
        "It was answered on the phone, nothing more is needed.",
    ),
];

pub(super) const TASKS: &[Both] = &[
    ("Собрать исходные данные", "Gather the data"),
    ("Согласовать с безопасностью", "Agree with security"),
    ("Сделать и проверить", "Do it and check it"),
    ("Написать инструкцию", "Write the instruction"),
];

pub(super) const DELIVERIES: &[Both] = &[
    ("Готово, проверьте, пожалуйста.", "Done, please check."),
    ("Сделали и испытали, инструкция в приложении.", "Done and tested, the instruction is attached."),
    ("Выполнено по всем пунктам.", "All points are done."),
];

pub(super) const SHORTCOMINGS: &[Both] = &[
    ("Не работает у двоих из пяти.", "It does not work for two of five."),
    ("Инструкции нет.", "There is no instruction."),
    ("В примере ошибка в сумме.", "The sum in the example is wrong."),
];

pub(super) const REVIEWS: &[Both] = &[
    ("Быстро и понятно, спасибо.", "Quick and clear, thank you."),
    ("Решили, но пришлось напоминать.", "Solved, but we had to remind you."),
    ("Дольше, чем обещали.", "It took longer than promised."),
    ("Именно то, что было нужно.", "Exactly what we needed."),
];

pub(super) const LINES: &[Both] = &[
    ("Работа специалиста", "Work of a specialist"),
    ("Материалы", "Materials"),
    ("Настройка и проверка", "Setting up and checking"),
    ("Обучение пользователей", "Training of users"),
];

# История из других систем: загрузка журнала заявок.
admin-logs = История из другой системы
admin-logs-tab = История
log-lead = Загрузите журнал прежней системы, и станет видно, как подразделение обслуживало заказчиков. Сначала покажем, что получится; до вашего подтверждения ничего не записываем.
log-begin = Новая загрузка
log-unit = Подразделение
log-unit-hint = Кто выполнял эти заявки. Рабочие группы из файла станут его частями
log-source = Другая система
log-source-hint = Коротко, например ServiceNow. По этому имени узнаем те же заявки при следующей загрузке
log-file = Файл журнала
log-file-hint = До 64 МБ, можно сжатый gzip: CSV, XLSX, XES, OCEL 2.0 или журнал изменений ServiceNow
log-upload = Загрузить и разобрать
log-upload-note = Формат и кодировку определим сами.
log-file-too-large = Файл больше 64 МБ. Сожмите его gzip, разделите по времени или загрузите командой vitrina import log.
log-earlier = Загрузки
log-earlier-none = Загрузок ещё не было.
log-began = Начата
log-took = Заняла
log-came = Что записано
log-outcome = новых: { $new }, продолженных: { $longer }
log-state-reading = Читаем файл
log-state-staging = Записываем
log-state-stopping = Останавливаем
log-state-done = Готово
log-state-cancelled = Остановлена
log-state-failed = Не удалась

log-map-title = Что значат столбцы
log-format = Формат
log-encoding = Кодировка
log-form-csv = CSV
log-form-xlsx = XLSX
log-form-xes = XES
log-form-ocel-json = OCEL 2.0 (JSON)
log-form-ocel-xml = OCEL 2.0 (XML)
log-form-ocel-sqlite = OCEL 2.0 (SQLite)
log-refused = Этот файл так прочитать нельзя
log-doubts = Проверьте
log-doubt-not-found = Не нашли столбец «{ $role }». Без него журнал не прочитать: выберите его ниже.
log-doubt-day-or-month = День и месяц в датах можно прочесть двояко: { $patterns }. Взяли первый вид; если они перепутаны, выберите другой.
log-doubt-several = Даты записаны по-разному: { $patterns }. Все виды понятны, прочитаем каждый.
log-doubt-mixed = Даты записаны так, что день и месяц не различить: { $patterns }. Приведите их в файле к одному виду.
log-doubt-zone = У времени нет часового пояса. Взяли пояс компании ({ $zone }); если у другой системы он свой, укажите его.
log-doubt-meanings = Смысл состояний мы угадали по названиям. Проверьте каждое.
log-columns = Столбцы
log-columns-hint = Обязательны номер заявки, состояние и время. Лишние столбцы оставьте без роли.
log-more-columns = { $count ->
    [one] Ещё { $count } столбец не показан; назначить ему роль можно в файле сопоставления.
    [few] Ещё { $count } столбца не показаны; назначить им роль можно в файле сопоставления.
   *[many] Ещё { $count } столбцов не показаны; назначить им роль можно в файле сопоставления.
}
log-samples = Примеры
log-role = Что это
log-role-none = Не нужен
log-role-twice = Роль «{ $role }» уже у другого столбца. Оставьте её одному
log-role-missing = Выберите столбец «{ $role }»
log-role-case = Номер заявки
log-role-activity = Состояние или действие
log-role-time = Когда
log-role-order = Порядок внутри заявки
log-role-event = Номер события
log-role-meaning = Смысл состояния
log-role-team = Рабочая группа
log-role-person = Исполнитель
log-role-customer-person = Кто обратился
log-role-customer = Подразделение заказчика
log-role-unit = Кто обслуживает
log-role-service = Услуга
log-role-title = О чём заявка
log-role-priority = Срочность (приоритет)
log-role-channel = Канал
log-role-opened = Когда открыта
log-role-answered = Когда ответили
log-role-solved = Когда решена
log-role-closed = Когда закрыта
log-role-promise-kept = Срок соблюдён
log-role-promise-missed = Срок нарушен
log-role-reopened = Сколько раз открыта снова
log-states = Состояния
log-states-hint = От смысла состояния зависит, что считается работой, а что ожиданием и кого ждали.
log-state = Состояние
log-first-rows = В первых строках
log-means = Что значит
log-times-came = Сколько раз
log-change = Изменить
log-meaning-none = Не указано: считаем работой
log-meaning-queue = Ждёт, никто не начал
log-meaning-work = В работе
log-meaning-customer = Ждут заказчика
log-meaning-vendor = Ждут внешнего исполнителя
log-meaning-other = Ждут кого-то в компании
log-meaning-solved = Решена, ещё не подтверждена
log-meaning-closed = Закрыта
log-times = Даты и время
log-date = Как записаны даты
log-date-hint = Пример: 31 декабря 2026 года, без одной минуты полночь
log-zone = Часовой пояс
log-zone-hint = Для времени, у которого его нет: Europe/Moscow, Asia/Yekaterinburg, UTC
log-dates-more = Другие виды дат в этом файле
log-dates-more-hint = По одному в строке, знаками strptime: %d.%m.%Y[ %H:%M]. Обычно не нужны
log-reading = Как читать файл
log-found-out = Определить по файлу
log-delimiter = Разделитель
log-sheet = Лист таблицы
log-sheet-hint = Название листа. Пусто: первый
log-case-type = Что считать заявкой
log-case-type-hint = В этом журнале у событий есть объекты разных видов. Каждый объект выбранного вида станет заявкой
log-object-type = { $name }: объектов { $objects }, событий { $events }
log-snapshot = Каждая строка показывает заявку целиком
log-snapshot-hint = Тогда верно то, что в последней строке. Иначе сказанное однажды остаётся
log-missing = Что значит «не указано»
log-missing-hint = По одному в строке, например ? или N/A. Пустая ячейка значит это всегда
log-leave = Какие строки не брать
log-leave-column = Столбец
log-leave-values = Значения
log-leave-values-hint = По одному в строке. Строки с любым из них пропустим
log-understood = Как поймём первые строки
log-row-wrong = { $value } ⚠ { $why }
log-show = Показать заново
log-next = Дальше
log-check = Проверить весь файл
log-check-note = Покажем, что появится. Ничего не запишем.
log-mapping-name = Имя сопоставления
log-mapping-name-hint = Под этим именем его можно взять для следующего файла
log-mapping-save = Сохранить сопоставление
log-saved = Сохранённые сопоставления
log-saved-none = Сохранённых сопоставлений ещё нет.
log-saved-choose = Сопоставление
log-saved-load = Применить
log-toml = Сопоставление из файла
log-toml-file = Файл TOML
log-toml-hint = Тот, что скачан отсюда или написан для vitrina import log
log-toml-load = Применить файл
notice-mapping-saved = Сопоставление сохранено
notice-mapping-loaded = Сопоставление применено

log-try-title = Что получится
log-about = { $rows ->
    [one] { $rows } строка
    [few] { $rows } строки
   *[many] { $rows } строк
}, { $requests ->
    [one] { $requests } заявка
    [few] { $requests } заявки
   *[many] { $requests } заявок
}, { $steps ->
    [one] { $steps } шаг
    [few] { $steps } шага
   *[many] { $steps } шагов
}.
log-try-nothing-yet = Пока ничего не записано.
log-new = Новые заявки
log-longer = Продолжатся
log-same = Уже есть
log-older = Короче, чем у нас
log-differs = Отличаются
log-take = Загрузить
log-take-note = Страницу можно закрыть: загрузка идёт сама. Появится либо всё сразу, либо ничего.
log-nothing = Загружать нечего: все заявки из файла уже есть.
log-nothing-own = Загрузить отсюда вам нечего: ниже сказано, что не взято и почему.
log-busy = Сейчас идёт другая загрузка. Дождитесь её конца или остановите её
log-made = Что появится, кроме заявок
log-created-units = { $count ->
    [0] Новых подразделений нет.
    [one] { $count } новое подразделение
    [few] { $count } новых подразделения
   *[many] { $count } новых подразделений
}
log-created-services = { $count ->
    [0] Новых услуг нет.
    [one] { $count } новая услуга (как идея)
    [few] { $count } новые услуги (как идеи)
   *[many] { $count } новых услуг (как идеи)
}
log-created-people = { $count ->
    [0] Новых людей нет.
    [one] { $count } новый человек (без входа)
    [few] { $count } новых человека (без входа)
   *[many] { $count } новых людей (без входа)
}
log-known = Уже есть в Витрине: { $count }
log-more-names = Ещё { $count }.
log-foreign = Не взято: чужие подразделения
log-foreign-count = { $count ->
    [one] Не загружаем { $count } заявку.
    [few] Не загружаем { $count } заявки.
   *[many] Не загружаем { $count } заявок.
}
log-foreign-why = Историю можно загружать только в свои подразделения, а в этих строках названы чужие. Нужно распоряжение администратора: попросите его загрузить этот файл.
log-foreign-unit = Подразделение в файле
log-foreign-new = { $name }: в Витрине такого ещё нет
log-foreign-rows = Строк
log-foreign-lines = Первые строки файла
log-differing = Отличаются от загруженных раньше
log-differing-why = Строки этих заявок не те, что мы уже записали. Оставили их как есть: прошлое не переписываем.
log-differing-count = { $count ->
    [one] { $count } заявка
    [few] { $count } заявки
   *[many] { $count } заявок
}
log-remarks = Что исправлено или пропущено
log-remarks-file = Скачать CSV
log-remarks-kinds = Что исправлено или пропущено, по видам
log-remarks-rows = Строка за строкой
log-count = Сколько
log-done = Что сделали
log-done-rejected = Строка пропущена
log-done-dropped = Значение не взято
log-done-repaired = Исправлено
log-done-kept = Взято как есть
log-notes-file = замечания

log-progress-title = Загрузка истории
log-step-reading-begins = Читаем файл.
log-step-reading = Прочитано { $done } из { $total }.
log-step-comparing = Сравниваем с тем, что уже есть.
log-step-staging = Записано { $done } из { $total } заявок. Пока их никто не видит.
log-step-showing = Всё записано, открываем.
log-step-done = История загружена и видна всем, кому положено.
log-step-nothing = Всё из файла уже было загружено, ничего не изменилось.
log-step-nothing-own = Ничего не загружено: всё новое в файле относится к чужим подразделениям.
log-step-cancelled = Загрузку остановили. От неё ничего не осталось.
log-step-failed = Загрузка не дошла до конца. От неё ничего не осталось.
log-leave-page = Страницу можно закрыть: загрузка идёт сама, а найти её можно в списке загрузок.
log-stop = Остановить
log-stop-note = Записанное исчезнет без следа.
log-stop-sure = Остановить загрузку? От неё ничего не останется.
log-why-not = Почему
log-lost = Программа остановилась раньше, чем загрузка закончилась. Начните её ещё раз: файл хранится сутки.
log-lost-right = Пока шла загрузка, у вас отозвали право загружать историю в одно из этих подразделений. Обратитесь к администратору.
log-broke = База данных или правила компании не дали довести загрузку до конца. Подробности в журнале сервера; попробуйте ещё раз.
log-again = К загрузкам
log-made-units = Новых подразделений
log-made-services = Новых услуг
log-made-people = Новых людей
log-to-flow = Посмотреть поток подразделения
log-back = Отозвать загрузку
log-back-title = Отзыв загрузки
log-back-lead = Всё станет таким, каким было до этой загрузки. Её события останутся в истории, но в цифрах, списках и поиске их не будет.
log-back-gone = Исчезнет заявок
log-back-shorter = Вернётся к прежнему виду
log-back-units = Закроется подразделений
log-back-services = Закроется услуг
log-back-people = Уйдёт людей
log-back-closes = Закроем только то, что появилось с этой загрузкой, никем с тех пор не менялось и больше нигде не нужно.
log-back-note = Темы заявок и имена сотрём навсегда. Файл можно будет загрузить ещё раз.
log-back-not-now = Сейчас отозвать нельзя
log-back-later = Сначала отзовите более позднюю загрузку, которая продолжила те же заявки
log-back-already = Загрузка уже отозвана или отзывается
log-back-not-done = Загрузка не дошла до конца, отзывать нечего
log-back-to-import = К загрузке
log-back-at = Отозвана
log-back-by = Кто отозвал
log-back-leave-page = Страницу можно закрыть: отзыв идёт сам.
log-state-back = Отозвана
log-state-going-back = Отзывается
log-step-back = Загрузка отозвана: всё стало таким, каким было до неё. Ниже сказано, что в ней было.
log-step-going-back = Отзываем загрузку. До последнего мига всё видно, как было, потом исчезнет разом.
log-astray = Загрузки в чужих подразделениях
log-astray-why = Те, кто сделал эти загрузки, не вправе загружать историю в эти подразделения. Проверьте, что в них лежит, и отзовите лишнее.
log-astray-who = Кто загрузил
log-astray-units = Чужие подразделения
log-astray-requests = Заявок в них
log-astray-do = Что сделать
notice-log-back = Отзыв загрузки начат
storefront-history = Загрузить историю из другой системы

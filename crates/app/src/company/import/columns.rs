//! The columns of the file and the headers they are known by.

use domain::permission::Role;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The personnel number: what the person is known by.
    Number,
    /// Full name.
    Name,
    /// Address of mail.
    Email,
    /// The unit, by code or name.
    Unit,
    /// The manager, by personnel number.
    Manager,
    /// What they do.
    Position,
    /// Roles to be granted.
    Roles,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 7] =
        [Self::Number, Self::Name, Self::Email, Self::Unit, Self::Manager, Self::Position, Self::Roles];

    /// The word for forms and messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Name => "name",
            Self::Email => "email",
            Self::Unit => "unit",
            Self::Manager => "manager",
            Self::Position => "position",
            Self::Roles => "roles",
        }
    }

    /// True when no file goes without it.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Number | Self::Name | Self::Unit)
    }

    /// Headers that mean it, as [`plain`] spells them.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Number => &[
                "number",
                "personnelnumber",
                "personnelno",
                "employeeid",
                "employeenumber",
                "табельныйномер",
                "табельный",
                "табномер",
                "номер",
                "таб",
                "табn",
                "табельныйn",
            ],
            Self::Name => &[
                "name",
                "fullname",
                "фио",
                "имя",
                "имяифамилия",
                "фамилияиимя",
                "сотрудник",
                "фамилияимяотчество",
            ],
            Self::Email => &["email", "mail", "emailaddress", "почта", "электроннаяпочта", "элпочта"],
            Self::Unit => &[
                "unit",
                "unitcode",
                "department",
                "подразделение",
                "кодподразделения",
                "отдел",
                "департамент",
            ],
            Self::Manager => &[
                "manager",
                "managernumber",
                "managerspersonnelnumber",
                "managerpersonnelnumber",
                "руководитель",
                "табельныйномерруководителя",
                "табномерруководителя",
            ],
            Self::Position => &["position", "jobtitle", "title", "должность"],
            Self::Roles => &["roles", "role", "роли", "роль"],
        }
    }

    /// The column that a header means.
    pub(super) fn from_header(header: &str) -> Option<Self> {
        let header = plain(header);
        Self::ALL.into_iter().find(|column| column.headers().contains(&header.as_str()))
    }
}

/// A word as it is compared: lower case, `ё` as `е`, `№` as `n`, letters and digits only.
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('ё', "е").replace('№', "n");
    lower.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The role that a word of the file means.
pub(super) fn role(word: &str) -> Option<Role> {
    Some(match plain(word).as_str() {
        "provider" | "исполнитель" => Role::Provider,
        "serviceowner" | "владелецуслуги" | "владелецуслуг" => Role::ServiceOwner,
        "unithead" | "head" | "руководитель" | "руководительподразделения" => {
            Role::UnitHead
        }
        "finance" | "финансы" | "финансист" => Role::Finance,
        "administrator" | "admin" | "администратор" => Role::Administrator,
        "auditor" | "аудитор" => Role::Auditor,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_however_they_are_written() {
        for (header, column) in [
            ("Табельный номер", Column::Number),
            ("  ТАБ. № ", Column::Number),
            ("Personnel number", Column::Number),
            ("Ф. И. О.", Column::Name),
            ("E-mail", Column::Email),
            ("Эл. почта", Column::Email),
            ("Код подразделения", Column::Unit),
            ("Manager's personnel number", Column::Manager),
            ("Табельный номер руководителя", Column::Manager),
            ("Должность", Column::Position),
            ("Роли", Column::Roles),
        ] {
            assert_eq!(Column::from_header(header), Some(column), "{header}");
        }
        assert_eq!(Column::from_header("Оклад"), None);
        assert_eq!(Column::from_header(""), None);
    }

    #[test]
    fn no_header_means_two_columns_and_every_role_has_its_code() {
        for column in Column::ALL {
            for header in column.headers() {
                assert_eq!(Column::from_header(header), Some(column), "{header}");
                assert_eq!(plain(header), *header);
            }
            assert_eq!(Column::from_header(column.code()), Some(column));
        }
        for known in Role::ALL {
            assert_eq!(role(known.code()), Some(known));
        }
        assert_eq!(role("Владелец услуги"), Some(Role::ServiceOwner));
        assert_eq!(role("король"), None);
    }
}

//! The way of every form: what came is read by the form's declaration, the use case carries it out, and what is wrong comes back in the
//! form, filled.

use app::Cx;
use app::error::{Answer, AppError};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::Tx;

use super::decl::{FieldKind, FormDecl};
use super::{Form, Reading};
use crate::auth::Sent;
use crate::error::{Error, Reply};
use crate::page::{Cache, Page};

/// What a form without fields asks for.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Nothing {}

/// A form that was not carried out: its page comes back with it.
#[derive(Debug)]
pub(crate) struct Again {
    /// What was typed, and what is wrong with it.
    pub form: Form,
    /// How the page answers.
    pub status: StatusCode,
}

impl Again {
    /// The page that the form stands on.
    pub fn page(&self, view: &impl Template) -> Response {
        Page::new(self.status, Cache::Personal, view).into_response()
    }
}

impl Sent {
    /// What the form asks for, as the input of a use case.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with everything that is wrong.
    pub(crate) fn input<I: DeserializeOwned>(&self, decl: &FormDecl) -> Answer<I> {
        Reading::new(&self.fields, &self.files, &self.chrome()).input(decl.fields)
    }

    /// Whether it was sent by the button of this name.
    pub(crate) fn pressed(&self, button: &str) -> bool {
        self.fields.filled(button).is_some()
    }

    /// The form as a page shows it again, filled with what was typed; secrets are typed again.
    pub(crate) fn again(&self, decl: &FormDecl) -> Form {
        let secret = |name: &str| {
            decl.fields.iter().any(|field| field.name == name && matches!(field.kind, FieldKind::Secret))
        };
        let pairs = self.fields.pairs().into_iter().filter(|(name, _)| !secret(name));
        Form::of(decl).filled(pairs.collect())
    }

    /// Carries out what the form asks for. The use case may run twice: see [`store::Db::write`].
    ///
    /// # Errors
    /// Whatever is not a fault of what was typed.
    pub(crate) async fn act<I, T>(
        &self,
        decl: &FormDecl,
        use_case: impl FnMut(&mut dyn Tx, &mut Cx, I) -> Answer<T> + Send + 'static,
    ) -> Reply<Result<T, Again>>
    where
        I: DeserializeOwned + Clone + Send + 'static,
        T: Send + 'static,
    {
        match self.tried(decl, use_case).await {
            Ok(done) => Ok(Ok(done)),
            Err(error) => Ok(Err(self.refused(decl, error)?)),
        }
    }

    /// As [`Self::act`], for a page that has words of its own for some errors: see [`Self::wrong`] and [`Self::refused`].
    ///
    /// # Errors
    /// What was wrong with what was typed, and whatever the use case says.
    pub(crate) async fn tried<I, T>(
        &self,
        decl: &FormDecl,
        mut use_case: impl FnMut(&mut dyn Tx, &mut Cx, I) -> Answer<T> + Send + 'static,
    ) -> Answer<T>
    where
        I: DeserializeOwned + Clone + Send + 'static,
        T: Send + 'static,
    {
        let input = self.input::<I>(decl)?;
        self.site.write(&self.cx(), move |tx, cx| use_case(tx, cx, input.clone())).await
    }

    /// The form with a sentence beside the field `name`.
    pub(crate) fn wrong(&self, decl: &FormDecl, name: &str, text: String) -> Again {
        let mut form = self.again(decl);
        form.fail(name, text);
        Again { form, status: StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// The form with what is wrong with it.
    ///
    /// # Errors
    /// The error itself when it is none of what was typed.
    pub(crate) fn refused(&self, decl: &FormDecl, error: AppError) -> Reply<Again> {
        let (c, mut form) = (self.chrome(), self.again(decl));
        if let AppError::Changed { .. } = error {
            // What was typed stays, what the other one saved stands beside it; sending it again goes over that.
            form.late(&c, c.t("form-changed").into_owned());
            return Ok(Again { form, status: StatusCode::CONFLICT });
        }
        if form.reject(&c, &error) {
            return Ok(Again { form, status: StatusCode::UNPROCESSABLE_ENTITY });
        }
        Err(Error::from(error))
    }
}

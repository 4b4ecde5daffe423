//! The two macros that wire types are made with. Each type is written once; the macro makes its reader and its writer.
//!
//! A reply is read by the client ([`Decode`](super::Decode)) and written by the server (`Serialize`). Its fields are
//! `pub name: Type = rule("nameOnTheWire"),`, and the rule says what happens when the field is absent or `null`, and
//! when there is nothing to write:
//!
//! | rule | type | read | written |
//! |---|---|---|---|
//! | `required` | `T` | must be there | always |
//! | `or_default` | `T` | the default when absent or `null` | always |
//! | `nullable` | `Option<T>` | `None` when absent or `null` | `None` as `null` |
//! | `optional` | `Option<T>` | `None` when absent or `null` | left out when `None` |
//! | `unless_empty` | `T` | the default when absent or `null` | left out when it is the default |
//! | `if_text` | `Option<String>` | `None` when it is no string | left out when `None` |
//! | `written` | `T` | never: the default | always |
//! | `told` | `Option<T>` | never: `None` | left out when `None` |
//! | `refusal` | `Option<Refusal>` | what an envelope says that says no | never |
//! | `whole()` | `Option<Secret>` | the whole object as text | never |
//!
//! A rule is a method of that name on [`Node`](super::Node) to read with, and one on [`Fields`] to write with. `and fn name;` before
//! the fields adds a method by which the client, too, can write the reply; then [`ObjectWriter`] needs the rules as well.
//!
//! A request is written by the client (`to_json`) and read by the server (`Deserialize`). Its fields are
//! `pub name: Type = writer("nameOnTheWire"),` where the writer is a method of [`ObjectWriter`]: `field`, or `json` for
//! text that is JSON already. `None` is left out. Words after the name are serde's, for the server's reader: `default`
//! for what may be absent (an `Option` always may), `skip` for what the reference server has no use for.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{ObjectWriter, Write};
use crate::envelope::Refusal;
use crate::secret::Secret;

/// Makes the type of a reply. The grammar is that of the module.
macro_rules! reply {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$doc:meta])* pub $field:ident: $type:ty = $rule:ident($($key:literal)?),)*
    }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl $crate::json::Decode for $name {
            fn decode<J: $crate::json::Json>(node: &$crate::json::Node<'_, J>) -> Self {
                node.expect_object();
                Self { $($field: node.$rule($($key)?),)* }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = $crate::json::wire::Fields::new(serializer)?;
                $(fields.$rule($($key,)? &self.$field)?;)*
                fields.end()
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident { and fn $writer:ident; $($fields:tt)* }) => {
        $crate::json::wire::reply! { $(#[$meta])* pub struct $name { $($fields)* } }
        $crate::json::wire::reply! { @write $name $writer $($fields)* }
    };
    (@write $name:ident $writer:ident
        $($(#[$doc:meta])* pub $field:ident: $type:ty = $rule:ident($($key:literal)?),)*
    ) => {
        impl $name {
            /// The fields as JSON.
            fn $writer(&self) -> String {
                let mut object = $crate::json::ObjectWriter::new();
                $(object.$rule($($key,)? &self.$field);)*
                object.finish()
            }
        }
    };
}
pub(crate) use reply;

/// Makes the type of a request. The grammar is that of the module.
macro_rules! request {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$doc:meta])* pub $field:ident: $type:ty = $writer:ident($key:literal $(, $serde:ident)*),)*
    }) => {
        $(#[$meta])*
        #[derive(serde::Deserialize)]
        pub struct $name {
            $($(#[$doc])* #[serde(rename = $key $(, $serde)*)] pub $field: $type,)*
        }

        impl $name {
            /// The body as JSON.
            pub fn to_json(&self) -> String {
                let mut body = $crate::json::ObjectWriter::new();
                $(body.$writer($key, &self.$field);)*
                body.finish()
            }
        }
    };
}
pub(crate) use request;

/// An object as the server writes it. The methods are the rules of replies.
pub(crate) struct Fields<M>(M);

impl<M: SerializeMap> Fields<M> {
    pub(crate) fn new<S: Serializer<SerializeMap = M>>(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    pub(crate) fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }

    pub(crate) fn required(&mut self, key: &'static str, value: &impl Serialize) -> Result<(), M::Error> {
        self.0.serialize_entry(key, value)
    }

    pub(crate) fn or_default(&mut self, key: &'static str, value: &impl Serialize) -> Result<(), M::Error> {
        self.required(key, value)
    }

    pub(crate) fn written(&mut self, key: &'static str, value: &impl Serialize) -> Result<(), M::Error> {
        self.required(key, value)
    }

    pub(crate) fn told<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        self.optional(key, value)
    }

    pub(crate) fn nullable<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        self.required(key, value)
    }

    pub(crate) fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        value.as_ref().map_or(Ok(()), |value| self.required(key, value))
    }

    pub(crate) fn unless_empty<T>(&mut self, key: &'static str, value: &T) -> Result<(), M::Error>
    where
        T: Serialize + Default + PartialEq,
    {
        if *value == T::default() { Ok(()) } else { self.required(key, value) }
    }

    pub(crate) fn if_text(&mut self, key: &'static str, value: &Option<String>) -> Result<(), M::Error> {
        self.optional(key, value)
    }

    pub(crate) fn refusal(&mut self, _key: &'static str, _value: &Option<Refusal>) -> Result<(), M::Error> {
        Ok(())
    }

    pub(crate) fn whole(&mut self, _value: &Option<Secret>) -> Result<(), M::Error> {
        Ok(())
    }
}

/// The rules that a reply needs which the client writes, too.
impl ObjectWriter {
    pub(crate) fn optional<T: Write>(&mut self, key: &str, value: &Option<T>) {
        self.field(key, value);
    }

    pub(crate) fn unless_empty<T: Write + Default + PartialEq>(&mut self, key: &str, value: &T) {
        if *value != T::default() {
            self.field(key, value);
        }
    }

    pub(crate) fn if_text(&mut self, key: &str, value: &Option<String>) {
        self.field(key, value);
    }

    pub(crate) fn told<T>(&mut self, _key: &str, _value: &Option<T>) {}

    pub(crate) fn whole(&mut self, _value: &Option<Secret>) {}
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "the macros make public types")]

    use serde_json::{Value, json, to_value};

    use crate::json::decode;

    reply! {
        /// A reply with a field of each common rule.
        #[derive(Debug, PartialEq)]
        pub struct Sample {
            /// One that must be there.
            pub needed: String = required("needed"),
            /// One with a default.
            pub count: u32 = or_default("theCount"),
            /// One that is written as `null`.
            pub title: Option<String> = nullable("title"),
            /// One that is left out.
            pub extra: Option<bool> = optional("anExtra"),
            /// One that is left out as long as it is empty.
            pub list: Vec<String> = unless_empty("list"),
            /// One that may be something else.
            pub end: Option<String> = if_text("end"),
        }
    }

    fn read(tree: Value) -> Sample {
        decode("data", tree).unwrap()
    }

    #[test]
    fn absent_and_null_fields_are_read_by_their_rules() {
        let bare = read(json!({ "needed": "x" }));
        let null = json!({ "needed": "x", "theCount": null, "title": null, "anExtra": null, "list": null, "end": 5 });
        assert_eq!(read(null), bare);
        assert_eq!(decode::<Sample>("data", json!({})).unwrap_err().reason, "missing field `needed`");
        assert_eq!(decode::<Sample>("data", json!({ "needed": null })).unwrap_err().path, "data.needed");
        assert_eq!(decode::<Sample>("data", json!({ "needed": "x", "list": {} })).unwrap_err().path, "data.list");
        assert_eq!(decode::<Sample>("data", json!(null)).unwrap_err().path, "data");
        assert_eq!(to_value(bare).unwrap(), json!({ "needed": "x", "theCount": 0, "title": null }));
    }

    #[test]
    fn what_is_written_can_be_read() {
        let full = json!({ "needed": "x", "theCount": 2, "title": "t", "anExtra": false, "list": ["a"], "end": "e" });
        assert_eq!(to_value(read(full.clone())).unwrap(), full);
    }

    request! {
        /// A request with a field of each kind.
        #[derive(Debug, PartialEq)]
        pub struct Asked {
            /// One that must be there.
            pub needed: String = field("isNeeded"),
            /// One that may be absent.
            pub count: u32 = field("count", default),
            /// An option.
            pub flag: Option<bool> = field("theFlag"),
            /// JSON that the server does not read.
            pub data: Option<String> = json("data", skip),
        }
    }

    #[test]
    fn requests_are_written_by_their_rules_and_read_by_serde() {
        let bare = Asked { needed: "x".into(), count: 0, flag: None, data: None };
        assert_eq!(bare.to_json(), r#"{"isNeeded":"x","count":0}"#);
        assert_eq!(serde_json::from_str::<Asked>(r#"{"isNeeded":"x"}"#).unwrap(), bare);
        assert!(serde_json::from_str::<Asked>("{}").unwrap_err().to_string().contains("missing field `isNeeded`"));
        let full = Asked { needed: "x".into(), count: 3, flag: Some(true), data: Some("[1]".into()) };
        assert_eq!(full.to_json(), r#"{"isNeeded":"x","count":3,"theFlag":true,"data":[1]}"#);
        assert_eq!(serde_json::from_str::<Asked>(&full.to_json()).unwrap(), Asked { data: None, ..full });
    }
}
